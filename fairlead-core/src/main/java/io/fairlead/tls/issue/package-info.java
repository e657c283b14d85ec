/**
 * A local authority: makes certificates (X.509 version 3, RFC 5280) for trying TLS, and for tests.
 * Time and chance are handed in.
 */
package io.fairlead.tls.issue;

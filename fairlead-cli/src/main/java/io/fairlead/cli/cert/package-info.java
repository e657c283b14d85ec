/** {@code fairlead cert}: certificates for trying TLS, from an authority of one's own. */
package io.fairlead.cli.cert;

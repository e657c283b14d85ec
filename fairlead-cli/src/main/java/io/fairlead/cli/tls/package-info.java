/** What commands are told of TLS: certificates, trust, and how it is shown. */
package io.fairlead.cli.tls;

/** Connections through a proxy: SOCKS5 (RFC 1928, RFC 1929) and HTTP CONNECT (RFC 9110). */
package io.fairlead.cli.connect.proxy;

/**
 * Follows TLS in what both ends write, and with the secrets of a key log says what it carries (TLS
 * 1.3 and 1.2; RFC 8446, RFC 5246).
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.payload.tls;

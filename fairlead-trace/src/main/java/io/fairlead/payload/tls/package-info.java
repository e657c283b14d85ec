/**
 * Follows TLS in what both ends write, and with the secrets of a key log says what it carries (TLS
 * 1.3, RFC 8446).
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.payload.tls;

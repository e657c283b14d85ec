/** Decodes what TLS does not encrypt: records, handshake messages, alerts. */
@org.jspecify.annotations.NullMarked
package io.fairlead.packet.tls;

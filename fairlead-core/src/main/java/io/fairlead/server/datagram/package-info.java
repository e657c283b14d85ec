/**
 * Datagrams under every model: one {@code DatagramEngine}, the sources it knows as {@code
 * DatagramPeers}, and a {@code DatagramPort} over a channel of java.nio or over a bare descriptor.
 */
package io.fairlead.server.datagram;

/**
 * Datagrams under every model, on event loops: {@code LoopDatagrams} serves those that come to a
 * bound socket, whose sources are {@code DatagramPeers}, through a {@code DatagramPort} over a
 * channel of java.nio or over a bare descriptor. {@code LoopDatagramClient} has a connected socket
 * for each peer.
 */
package io.fairlead.server.datagram;

package io.fairlead.packet;

/**
 * A later piece of an IP packet, which does not say whose it is but by the number of the packet.
 *
 * @param octets the bytes of this piece
 * @param payloadBytes how many there were on the wire
 */
public record Fragment(Octets octets, int payloadBytes) implements Transport {}

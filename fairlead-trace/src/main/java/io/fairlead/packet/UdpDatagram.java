package io.fairlead.packet;

import java.util.Locale;

/**
 * A UDP datagram, RFC 768; or the first piece of one that IP has cut into pieces.
 *
 * @param sourcePort who sent it
 * @param destinationPort whom it is for
 * @param payloadBytes how many bytes it carries, by its own header
 * @param payload the bytes, as far as they were captured
 */
public record UdpDatagram(int sourcePort, int destinationPort, int payloadBytes, Octets payload)
        implements Transport {
    static final int HEADER_BYTES = 8;

    static Transport decode(Ip ip) {
        Octets octets = ip.payload();
        int length = octets.u16(4);
        if (length == 0) length = ip.payloadBytes(); // longer than the field can say, RFC 2675
        if (length < HEADER_BYTES) {
            return new Undecoded(
                    String.format(
                            Locale.ROOT, "the UDP length %d is shorter than its header", length));
        }
        if (length > ip.payloadBytes() && !ip.moreFragments()) {
            return new Undecoded(
                    String.format(
                            Locale.ROOT,
                            "the UDP length %d is longer than the %d bytes of its IP packet",
                            length,
                            ip.payloadBytes()));
        }
        int bytes = length - HEADER_BYTES;
        return new UdpDatagram(
                octets.u16(0), octets.u16(2), bytes, octets.from(HEADER_BYTES).atMost(bytes));
    }
}

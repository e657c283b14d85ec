package io.fairlead.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A TCP segment, RFC 9293 section 3.1.
 *
 * @param sourcePort who sent it
 * @param destinationPort whom it is for
 * @param sequence the number of its first byte, as on the wire
 * @param acknowledgement the number of the byte that is awaited next, as on the wire
 * @param flags the bits of {@link Flag}
 * @param window how many bytes may be sent, before scaling
 * @param options what the header says beyond that
 * @param payloadBytes how many bytes it carries
 * @param payload the bytes, as far as they were captured
 */
public record TcpSegment(
        int sourcePort,
        int destinationPort,
        long sequence,
        long acknowledgement,
        int flags,
        int window,
        TcpOptions options,
        int payloadBytes,
        Octets payload)
        implements Transport {
    static final int HEADER_BYTES = 20;
    private static final int FLAG_BITS = 0x1ff;

    /** A bit of the header, in the order in which people name them. */
    public enum Flag {
        SYN(0x02),
        FIN(0x01),
        RST(0x04),
        PSH(0x08),
        ACK(0x10),
        URG(0x20),
        ECE(0x40),
        CWR(0x80),
        AE(0x100);

        private final int bit;

        Flag(int bit) {
            this.bit = bit;
        }
    }

    static Transport decode(Ip ip) {
        Octets octets = ip.payload();
        int header = (octets.u8(12) >> 4) * 4;
        if (header < HEADER_BYTES) {
            return new Undecoded(
                    String.format(Locale.ROOT, "the TCP header claims %d bytes", header));
        }
        if (header > ip.payloadBytes()) {
            return new Undecoded(
                    String.format(
                            Locale.ROOT,
                            "the TCP header of %d bytes is longer than the"
                                    + " %d bytes of its IP packet",
                            header,
                            ip.payloadBytes()));
        }
        int bytes = ip.payloadBytes() - header;
        Octets options = octets.atMost(header).from(Math.min(HEADER_BYTES, octets.length()));
        Octets payload = octets.from(Math.min(header, octets.length())).atMost(bytes);
        return new TcpSegment(
                octets.u16(0),
                octets.u16(2),
                octets.u32(4),
                octets.u32(8),
                octets.u16(12) & FLAG_BITS,
                octets.u16(14),
                TcpOptions.decode(options),
                bytes,
                payload);
    }

    /** Whether a flag is set. */
    public boolean has(Flag flag) {
        return (flags & flag.bit) != 0;
    }

    /** How many sequence numbers it takes: its bytes, and one each for SYN and FIN. */
    public int length() {
        return payloadBytes + (has(Flag.SYN) ? 1 : 0) + (has(Flag.FIN) ? 1 : 0);
    }

    /** The flags in words, such as {@code SYN ACK}; {@code no flags} when there are none. */
    public String flagText() {
        List<String> words = new ArrayList<>();
        for (Flag flag : Flag.values()) {
            if (has(flag)) words.add(flag.name());
        }
        return words.isEmpty() ? "no flags" : String.join(" ", words);
    }
}

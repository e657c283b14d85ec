package io.fairlead.packet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * The header of an IP packet, of version 4 (RFC 791) or 6 (RFC 8200, its extension headers read
 * over).
 *
 * @param version 4 or 6
 * @param source who sent it
 * @param destination whom it is for
 * @param protocol what it carries, by the numbers of IANA
 * @param hopLimit how many routers it may still pass
 * @param id the number that the pieces of one packet share
 * @param fragmentOffset where this piece begins, in bytes; 0 for a whole packet
 * @param moreFragments whether pieces follow
 * @param payloadBytes how many bytes it carries beyond its headers
 * @param payload the bytes, as far as they were captured
 */
public record Ip(
        int version,
        InetAddress source,
        InetAddress destination,
        int protocol,
        int hopLimit,
        long id,
        int fragmentOffset,
        boolean moreFragments,
        int payloadBytes,
        Octets payload) {
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMPV6 = 58;

    private static final int HEADER4_BYTES = 20;
    private static final int HEADER6_BYTES = 40;
    private static final int FRAGMENT_UNIT = 8;

    /** Whether it carries TCP, or a piece of it. */
    public boolean isTcp() {
        return protocol == TCP;
    }

    /** The address that four or sixteen bytes are. */
    static InetAddress address(byte... bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("four or sixteen bytes are an address", e);
        }
    }

    /**
     * Reads a header.
     *
     * @param wireBytes how long the packet was on the wire, its end perhaps padded
     * @throws BadPacketException if it cannot be one
     */
    static Ip decode(Octets octets, int wireBytes) throws BadPacketException {
        int version = octets.u8(0) >> 4;
        return switch (version) {
            case 4 -> decode4(octets, wireBytes);
            case 6 -> new Ip6Headers(octets).decode(wireBytes);
            default -> throw new BadPacketException("there is no IP version " + version);
        };
    }

    private static Ip decode4(Octets octets, int wireBytes) throws BadPacketException {
        int header = (octets.u8(0) & 0xf) * 4;
        int total = octets.u16(2);
        if (total == 0) total = wireBytes; // the kernel leaves the cutting to the card (TSO)
        if (header < HEADER4_BYTES || header > total) {
            throw new BadPacketException(
                    String.format(
                            Locale.ROOT,
                            "the IPv4 header of %d bytes does not fit the total length %d",
                            header,
                            total));
        }
        int fragment = octets.u16(6);
        return new Ip(
                4,
                address(octets.array(12, 4)),
                address(octets.array(16, 4)),
                octets.u8(9),
                octets.u8(8),
                octets.u16(4),
                (fragment & 0x1fff) * FRAGMENT_UNIT,
                (fragment & 0x2000) != 0,
                total - header,
                octets.from(header).atMost(total - header));
    }

    /** The extension headers of one IPv6 packet, one after the other. */
    private static final class Ip6Headers {
        private static final int HOP_BY_HOP = 0;
        private static final int ROUTING = 43;
        private static final int FRAGMENT = 44;
        private static final int AUTHENTICATION = 51;
        private static final int DESTINATION = 60;
        private static final int MOBILITY = 135;
        private static final int HIP = 139;
        private static final int SHIM6 = 140;

        private final Octets octets;
        private int next;
        private int at = HEADER6_BYTES;
        private long id;
        private int fragment;

        Ip6Headers(Octets octets) {
            this.octets = octets;
            next = octets.u8(6);
        }

        Ip decode(int wireBytes) throws BadPacketException {
            int bytes = octets.u16(4);
            int end = bytes == 0 ? wireBytes : HEADER6_BYTES + bytes; // 0: a jumbogram, RFC 2675
            boolean more = true;
            while (more) {
                if (at > end) {
                    throw new BadPacketException("the IPv6 headers are longer than the packet");
                }
                // What follows a later piece's fragment header is not a header.
                more = (fragment & 0xfff8) == 0 && step();
            }
            return new Ip(
                    6,
                    address(octets.array(8, 16)),
                    address(octets.array(24, 16)),
                    next,
                    octets.u8(7),
                    id,
                    fragment & 0xfff8,
                    (fragment & 1) != 0,
                    end - at,
                    octets.from(at).atMost(end - at));
        }

        /** Reads over one extension header; false when what follows is none. */
        private boolean step() {
            int length;
            switch (next) {
                case HOP_BY_HOP, ROUTING, DESTINATION, MOBILITY, HIP, SHIM6 ->
                        length = (octets.u8(at + 1) + 1) * 8;
                case AUTHENTICATION -> length = (octets.u8(at + 1) + 2) * 4;
                case FRAGMENT -> {
                    fragment = octets.u16(at + 2);
                    id = octets.u32(at + 4);
                    length = 8;
                }
                default -> {
                    return false;
                }
            }
            next = octets.u8(at);
            at += length;
            return true;
        }
    }
}

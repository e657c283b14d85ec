package io.fairlead.packet;

import java.util.Locale;

/**
 * Finds the IP packet in a frame.
 *
 * <pre>
 *   Ethernet   to 6 | from 6 | [0x8100 tag 4]... | type 2 | IP
 *   SLL        packet type 2 | hardware 2 | address length 2 | address 8 | protocol 2 | IP
 *   SLL2       protocol 2 | 0 2 | interface 4 | hardware 2 | type 1 | length 1 | address 8 | IP
 *   NULL, LOOP family 4 | IP
 * </pre>
 */
final class LinkLayer {
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86dd;

    // The link types that are known here, https://www.tcpdump.org/linktypes.html
    static final int LINK_NULL = 0;
    static final int LINK_ETHERNET = 1;
    static final int LINK_RAW = 101;
    static final int LINK_LOOP = 108;
    static final int LINK_SLL = 113;
    static final int LINK_IPV4 = 228;
    static final int LINK_IPV6 = 229;
    static final int LINK_SLL2 = 276;

    private static final int VLAN = 0x8100;
    private static final int VLAN_OF_PROVIDER = 0x88a8;
    private static final int VLAN_BEFORE_STANDARD = 0x9100;
    private static final int SLL_BYTES = 16;
    private static final int SLL2_BYTES = 20;

    private LinkLayer() {}

    /**
     * The bytes from the IP header on.
     *
     * @throws BadPacketException if the frame carries something else
     */
    static Octets network(LinkType link, Octets frame) throws BadPacketException {
        return switch (link.code()) {
            case LINK_ETHERNET -> behindTags(frame, 12);
            case LINK_SLL -> behindTags(frame, SLL_BYTES - 2);
            case LINK_SLL2 -> behindTags(frame.u16(0), frame, SLL2_BYTES);
            case LINK_NULL -> ofFamily(frame, family(frame));
            case LINK_LOOP -> ofFamily(frame, frame.u32(0));
            case LINK_RAW, LINK_IPV4, LINK_IPV6 -> frame;
            default ->
                    throw new BadPacketException("link type " + link.code() + " is not known here");
        };
    }

    static boolean knows(int code) {
        return switch (code) {
            case LINK_ETHERNET, LINK_SLL, LINK_SLL2, LINK_NULL, LINK_LOOP -> true;
            case LINK_RAW, LINK_IPV4, LINK_IPV6 -> true;
            default -> false;
        };
    }

    private static Octets behindTags(Octets frame, int typeAt) throws BadPacketException {
        return behindTags(frame.u16(typeAt), frame, typeAt + 2);
    }

    /** What a tag belongs to is behind the tag: two bytes of it, and a type again. */
    private static Octets behindTags(int firstType, Octets frame, int behind)
            throws BadPacketException {
        int type = firstType;
        int at = behind;
        while (isTag(type)) {
            type = frame.u16(at + 2);
            at += 4;
        }
        if (type == IPV4 || type == IPV6) return frame.from(at);
        throw new BadPacketException("it is not an IP packet (type 0x%04x)".formatted(type));
    }

    private static boolean isTag(int type) {
        return type == VLAN || type == VLAN_OF_PROVIDER || type == VLAN_BEFORE_STANDARD;
    }

    /** A family below 2^16, whichever end it was written from. */
    private static long family(Octets frame) {
        long family = frame.u32(0);
        return family < 0x10000
                ? family
                : Integer.toUnsignedLong(Integer.reverseBytes((int) family));
    }

    /** Each system has its own number for IPv6; the packet itself tells the version. */
    private static Octets ofFamily(Octets frame, long family) throws BadPacketException {
        if (family == 2 || family == 10 || family == 24 || family == 28 || family == 30) {
            return frame.from(4);
        }
        throw new BadPacketException(
                String.format(Locale.ROOT, "it is not an IP packet (family %d)", family));
    }
}

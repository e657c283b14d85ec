package io.fairlead.packet;

/**
 * What the first bytes of a frame are, by the numbers that capture files use (LINKTYPE_).
 * Immutable.
 *
 * @param code the number in a capture file
 */
public record LinkType(int code) {
    /** BSD loopback: a family in the byte order of the machine that captured. */
    public static final LinkType NULL = new LinkType(LinkLayer.LINK_NULL);

    /** Ethernet, perhaps with VLAN tags. */
    public static final LinkType ETHERNET = new LinkType(LinkLayer.LINK_ETHERNET);

    /** IPv4 or IPv6 without anything before it. */
    public static final LinkType RAW = new LinkType(LinkLayer.LINK_RAW);

    /** OpenBSD loopback: a family in network byte order. */
    public static final LinkType LOOP = new LinkType(LinkLayer.LINK_LOOP);

    /** Linux cooked capture, the first version: 16 bytes. */
    public static final LinkType LINUX_SLL = new LinkType(LinkLayer.LINK_SLL);

    /** IPv4 without anything before it. */
    public static final LinkType IPV4 = new LinkType(LinkLayer.LINK_IPV4);

    /** Linux cooked capture, the second version: 20 bytes, with the interface. */
    public static final LinkType LINUX_SLL2 = new LinkType(LinkLayer.LINK_SLL2);

    /** What some systems write for {@link #RAW}: their own DLT_RAW. */
    private static final int RAW_OF_BSD = 12;

    private static final int RAW_OF_OPENBSD = 14;

    /** The type with a number in a capture file, known here or not. */
    public static LinkType of(int code) {
        return code == RAW_OF_BSD || code == RAW_OF_OPENBSD ? RAW : new LinkType(code);
    }

    /** Whether frames of this type can be decoded here. */
    public boolean isKnown() {
        return LinkLayer.knows(code);
    }
}

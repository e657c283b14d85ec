package io.fairlead.packet;

import java.util.Optional;

/** What the first bytes of a frame are, by the numbers that capture files use (LINKTYPE_). */
public enum LinkType {
    /** BSD loopback: a family in the byte order of the machine that captured. */
    NULL(0),
    /** Ethernet, perhaps with VLAN tags. */
    ETHERNET(1),
    /** IPv4 or IPv6 without anything before it. */
    RAW(101),
    /** OpenBSD loopback: a family in network byte order. */
    LOOP(108),
    /** Linux cooked capture, the first version: 16 bytes. */
    LINUX_SLL(113),
    /** IPv4 without anything before it. */
    IPV4(228),
    /** IPv6 without anything before it. */
    IPV6(229),
    /** Linux cooked capture, the second version: 20 bytes, with the interface. */
    LINUX_SLL2(276);

    /** What some systems write for {@link #RAW}: their own DLT_RAW. */
    private static final int RAW_OF_BSD = 12;

    private static final int RAW_OF_OPENBSD = 14;

    private final int code;

    LinkType(int code) {
        this.code = code;
    }

    /** The number in a capture file. */
    public int code() {
        return code;
    }

    /** The type with a number, if it can be decoded here. */
    public static Optional<LinkType> of(int code) {
        if (code == RAW_OF_BSD || code == RAW_OF_OPENBSD) return Optional.of(RAW);
        for (LinkType type : values()) {
            if (type.code == code) return Optional.of(type);
        }
        return Optional.empty();
    }
}

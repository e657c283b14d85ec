package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * The link-layer address of a packet socket, struct sockaddr_ll of packet(7).
 *
 * <pre>
 *   0          2            4           8          10          11       12       20
 *   |sll_family|sll_protocol|sll_ifindex|sll_hatype|sll_pkttype|sll_halen|sll_addr|
 * </pre>
 *
 * @param protocol the protocol of the frame (ETH_P_), in host byte order
 * @param ifindex the number of the interface; 0 means each
 * @param hatype the kind of hardware (ARPHRD_)
 * @param pkttype to whom the frame was sent: to us, to all, by us (PACKET_)
 * @param hardware the address, its first byte highest, sll_halen bytes of it in the upper end
 */
public record SockaddrLl(int protocol, int ifindex, int hatype, int pkttype, Hardware hardware)
        implements Sockaddr {
    public static final int BYTES = 20;
    static final int PROTOCOL = 2;
    static final int IFINDEX = 4;
    static final int HATYPE = 8;
    static final int PKTTYPE = 10;
    static final int HALEN = 11;
    static final int ADDRESS = 12;

    /**
     * A hardware address of up to eight bytes.
     *
     * @param bytes the address; of an Ethernet address the upper six bytes are used
     * @param length how many bytes count, 0 to 8
     */
    public record Hardware(long bytes, int length) {
        public static final Hardware NONE = new Hardware(0, 0);
    }

    /** What bind(2) wants: all frames of one protocol at one interface. */
    public SockaddrLl(int protocol, int ifindex) {
        this(protocol, ifindex, 0, 0, Hardware.NONE);
    }

    @Override
    public int family() {
        return SocketConstants.AF_PACKET;
    }

    @Override
    public int write(MemorySegment memory, long offset) {
        memory.set(JAVA_SHORT_UNALIGNED, offset, (short) SocketConstants.AF_PACKET);
        memory.set(NETWORK_SHORT, offset + PROTOCOL, (short) protocol);
        memory.set(JAVA_INT_UNALIGNED, offset + IFINDEX, ifindex);
        memory.set(JAVA_SHORT_UNALIGNED, offset + HATYPE, (short) hatype);
        memory.set(JAVA_BYTE, offset + PKTTYPE, (byte) pkttype);
        memory.set(JAVA_BYTE, offset + HALEN, (byte) hardware.length());
        memory.set(NETWORK_LONG, offset + ADDRESS, hardware.bytes());
        return BYTES;
    }

    /** Reads a struct. */
    public static SockaddrLl read(MemorySegment memory, long offset) {
        return new SockaddrLl(
                Short.toUnsignedInt(memory.get(NETWORK_SHORT, offset + PROTOCOL)),
                memory.get(JAVA_INT_UNALIGNED, offset + IFINDEX),
                Short.toUnsignedInt(memory.get(JAVA_SHORT_UNALIGNED, offset + HATYPE)),
                Byte.toUnsignedInt(memory.get(JAVA_BYTE, offset + PKTTYPE)),
                new Hardware(
                        memory.get(NETWORK_LONG, offset + ADDRESS),
                        Byte.toUnsignedInt(memory.get(JAVA_BYTE, offset + HALEN))));
    }
}

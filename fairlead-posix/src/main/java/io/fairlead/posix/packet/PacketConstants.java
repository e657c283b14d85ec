package io.fairlead.posix.packet;

/**
 * The numbers of {@code <linux/if_packet.h>}, {@code <linux/if_ether.h>} and {@code
 * <net/if_arp.h>}: packet(7).
 */
public final class PacketConstants {
    // To whom a frame was sent, sll_pkttype
    public static final int PACKET_HOST = 0;
    public static final int PACKET_BROADCAST = 1;
    public static final int PACKET_MULTICAST = 2;
    public static final int PACKET_OTHERHOST = 3;
    public static final int PACKET_OUTGOING = 4;

    // Level and options of packet sockets
    public static final int SOL_PACKET = 263;
    public static final int PACKET_STATISTICS = 6;

    // Protocols of frames, sll_protocol
    public static final int ETH_P_ALL = 3;
    public static final int ETH_P_IP = 0x800;
    public static final int ETH_P_8021Q = 0x8100;
    public static final int ETH_P_IPV6 = 0x86dd;
    public static final int ETH_P_8021AD = 0x88a8;
    public static final int ETH_P_QINQ1 = 0x9100;

    // Kinds of hardware, sll_hatype
    public static final int ARPHRD_ETHER = 1;
    public static final int ARPHRD_LOOPBACK = 772;

    private PacketConstants() {}
}

package io.fairlead.posix.packet;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.fairlead.posix.SocketCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a packet socket has counted: PACKET_STATISTICS, struct tpacket_stats of packet(7). Serves
 * one thread at a time.
 *
 * <pre>
 *   0          4        8
 *   |tp_packets|tp_drops|   the kernel sets both to 0 when they are read; here they add up
 * </pre>
 */
public final class PacketStatistics {
    static final int BYTES = 8;
    static final int DROPS = 4;

    private final MemorySegment memory = Arena.ofAuto().allocate(BYTES, Integer.BYTES);
    private long packets;
    private long drops;

    /** getsockopt(2): adds what was counted since the last call; 8, or {@code -errno}. */
    public int read(SocketCalls sockets, int fd) {
        int level = PacketConstants.SOL_PACKET;
        int result = sockets.getsockopt(fd, level, PacketConstants.PACKET_STATISTICS, memory);
        if (result >= 0) {
            packets += Integer.toUnsignedLong(memory.get(JAVA_INT, 0));
            drops += Integer.toUnsignedLong(memory.get(JAVA_INT, DROPS));
        }
        return result;
    }

    /** How many frames there were, those that were dropped included. */
    public long packets() {
        return packets;
    }

    /** How many frames found no room in the socket's buffer. */
    public long drops() {
        return drops;
    }
}

package io.fairlead.posix.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Reads what a multishot recvmsg put into a buffer: struct io_uring_recvmsg_out, then room for the
 * name, room for the ancillary messages, then the datagram. Keeps nothing; any thread may use it.
 *
 * <pre>
 *   0       4          8          12    16
 *   |namelen|controllen|payloadlen|flags| name ... | control ... | payload ...
 * </pre>
 *
 * @param nameRoom msg_namelen of the struct msghdr that was submitted, in bytes
 * @param controlRoom its msg_controllen, in bytes
 */
public record RecvmsgOut(int nameRoom, int controlRoom) {
    public static final int BYTES = 16;
    static final int CONTROLLEN = 4;
    static final int PAYLOADLEN = 8;
    static final int FLAGS = 12;

    /** Where the name begins. */
    public long name(long buffer) {
        return buffer + BYTES;
    }

    /** The length of the name; more than {@link #nameRoom} when it was cut. */
    public int nameBytes(MemorySegment memory, long buffer) {
        return memory.get(JAVA_INT_UNALIGNED, buffer);
    }

    /** Where the ancillary messages begin. */
    public long control(long buffer) {
        return buffer + BYTES + nameRoom;
    }

    /** How many bytes of ancillary messages there are. */
    public int controlBytes(MemorySegment memory, long buffer) {
        return memory.get(JAVA_INT_UNALIGNED, buffer + CONTROLLEN);
    }

    /** Where the datagram begins. */
    public long payload(long buffer) {
        return buffer + BYTES + nameRoom + controlRoom;
    }

    /** The length of the datagram, of which more may have come than there was room for. */
    public int payloadBytes(MemorySegment memory, long buffer) {
        return memory.get(JAVA_INT_UNALIGNED, buffer + PAYLOADLEN);
    }

    /** msg_flags, such as MSG_TRUNC. */
    public int flags(MemorySegment memory, long buffer) {
        return memory.get(JAVA_INT_UNALIGNED, buffer + FLAGS);
    }
}

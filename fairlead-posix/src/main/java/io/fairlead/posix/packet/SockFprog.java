package io.fairlead.posix.packet;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.SocketConstants;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A program of classic BPF that the kernel runs on each packet of a socket, which gets only those
 * that it accepts: SO_ATTACH_FILTER of socket(7). Serves one thread at a time.
 *
 * <pre>
 *   struct sock_fprog    0   2       8      16
 *                        |len|(free)|filter|
 *   struct sock_filter   0    2  3  4 8
 *                        |code|jt|jf|k|
 * </pre>
 */
public final class SockFprog {
    static final int BYTES = 16;
    static final int FILTER = 8;
    static final int INSTRUCTION_BYTES = 8;
    static final int JT = 2;
    static final int JF = 3;
    static final int K = 4;
    private static final int JUMP_MAX = 255;

    private final MemorySegment memory;

    /**
     * An instruction.
     *
     * @param code of {@link BpfConstants}: a class, and what that class needs
     * @param jt how many instructions are left out when a comparison holds, 0 to 255
     * @param jf how many when it does not
     * @param k the number or the place that it works with
     */
    public record Instruction(int code, int jt, int jf, int k) {
        /** Refuses what does not fit. */
        public Instruction {
            if (jt < 0 || jt > JUMP_MAX || jf < 0 || jf > JUMP_MAX) {
                throw new IllegalArgumentException("a jump over " + Math.max(jt, jf));
            }
        }
    }

    public SockFprog(List<Instruction> program) {
        int count = program.size();
        Arena arena = Arena.ofAuto(); // lives as long as the memory that it lends
        memory = arena.allocate(BYTES + (long) count * INSTRUCTION_BYTES, Long.BYTES);
        memory.set(JAVA_SHORT, 0, (short) count);
        memory.set(ADDRESS, FILTER, memory.asSlice(BYTES));
        long at = BYTES;
        for (Instruction each : program) {
            memory.set(JAVA_SHORT, at, (short) each.code());
            memory.set(JAVA_BYTE, at + JT, (byte) each.jt());
            memory.set(JAVA_BYTE, at + JF, (byte) each.jf());
            memory.set(JAVA_INT, at + K, each.k());
            at += INSTRUCTION_BYTES;
        }
    }

    /** setsockopt(2): 0, or {@code -errno}; EINVAL for a program that the kernel finds wrong. */
    public int attach(SocketCalls sockets, int fd) {
        int option = SocketConstants.SO_ATTACH_FILTER;
        return sockets.setsockopt(fd, SocketConstants.SOL_SOCKET, option, memory.asSlice(0, BYTES));
    }
}

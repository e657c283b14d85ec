package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * How close(2) treats what is not sent yet, struct linger: the value of SO_LINGER, socket(7).
 *
 * <pre>
 *   0       4        8
 *   |l_onoff|l_linger|
 * </pre>
 */
public final class Linger {
    static final int BYTES = 8;
    static final int SECONDS = 4;

    private Linger() {}

    /**
     * setsockopt(2) of SO_LINGER, on.
     *
     * @param seconds how long close waits; 0 throws away what is not sent, and resets
     */
    public static int set(SocketCalls sockets, int fd, int seconds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(BYTES, Integer.BYTES);
            memory.set(JAVA_INT, 0, 1);
            memory.set(JAVA_INT, SECONDS, seconds);
            int level = SocketConstants.SOL_SOCKET;
            return sockets.setsockopt(fd, level, SocketConstants.SO_LINGER, memory);
        }
    }
}

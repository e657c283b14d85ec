package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/**
 * How long a call may wait, struct timeval: the value of SO_RCVTIMEO and SO_SNDTIMEO, socket(7).
 *
 * <pre>
 *   0      8       16
 *   |tv_sec|tv_usec|
 * </pre>
 */
public final class Timeval {
    static final int BYTES = 16;
    static final int USEC = 8;

    private static final int NS_PER_US = 1000;

    private Timeval() {}

    /** setsockopt(2) of an option at SOL_SOCKET; a time of 0 waits without end. */
    public static int set(SocketCalls sockets, int fd, int option, Duration time) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(BYTES, Long.BYTES);
            memory.set(JAVA_LONG, 0, time.toSeconds());
            memory.set(JAVA_LONG, USEC, time.toNanosPart() / NS_PER_US);
            return sockets.setsockopt(fd, SocketConstants.SOL_SOCKET, option, memory);
        }
    }
}

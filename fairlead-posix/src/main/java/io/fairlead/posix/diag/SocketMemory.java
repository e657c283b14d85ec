package io.fairlead.posix.diag;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.SocketConstants;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What the kernel keeps account of for one socket: SO_MEMINFO of socket(7), since Linux 4.12. An
 * array of 32-bit numbers, whose names are the SK_MEMINFO_ of {@link DiagConstants}. Serves one
 * thread at a time.
 */
public final class SocketMemory {
    private static final int BYTES = (DiagConstants.SK_MEMINFO_DROPS + 1) * Integer.BYTES;

    private final MemorySegment memory = Arena.ofAuto().allocate(BYTES, Integer.BYTES);

    /** getsockopt(2): fills this, and returns how many bytes the kernel knows, or -errno. */
    public int read(SocketCalls sockets, int fd) {
        int level = SocketConstants.SOL_SOCKET;
        return sockets.getsockopt(fd, level, SocketConstants.SO_MEMINFO, memory);
    }

    /** SK_MEMINFO_DROPS: what found no room in the socket so far; wraps at 32 bits. */
    public int drops() {
        return memory.getAtIndex(JAVA_INT, DiagConstants.SK_MEMINFO_DROPS);
    }
}

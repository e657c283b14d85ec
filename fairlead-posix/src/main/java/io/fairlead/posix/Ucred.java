package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Who a process is, struct ucred of unix(7).
 *
 * @param pid the process
 * @param uid the user it runs as
 * @param gid the user's group
 */
public record Ucred(int pid, int uid, int gid) {
    public static final int BYTES = 12;
    static final int UID = 4;
    static final int GID = 8;

    /** SO_PEERCRED: who connected to, or listens at, the other end; null for another socket. */
    public static @Nullable Ucred ofPeer(SocketCalls sockets, int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(BYTES, Integer.BYTES);
            int length =
                    sockets.getsockopt(
                            fd, SocketConstants.SOL_SOCKET, SocketConstants.SO_PEERCRED, memory);
            Ucred peer = length == BYTES ? read(memory, 0) : null;
            return peer == null || peer.pid() == 0 ? null : peer;
        }
    }

    public static Ucred read(MemorySegment memory, long at) {
        return new Ucred(
                memory.get(JAVA_INT_UNALIGNED, at),
                memory.get(JAVA_INT_UNALIGNED, at + UID),
                memory.get(JAVA_INT_UNALIGNED, at + GID));
    }

    public void write(MemorySegment memory, long at) {
        memory.set(JAVA_INT_UNALIGNED, at, pid);
        memory.set(JAVA_INT_UNALIGNED, at + UID, uid);
        memory.set(JAVA_INT_UNALIGNED, at + GID, gid);
    }
}

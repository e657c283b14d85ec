package io.fairlead.lab;

import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.SocketConstants;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/**
 * Calls with so many bytes that only their number matters: all are 0. For the thread of its {@link
 * Side}, which shows them.
 */
public final class Bulk {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Side side;
    private final MemorySegment block;
    private final MemorySegment buffer;

    /**
     * @param blockBytes how many can be sent with one call
     */
    public Bulk(Side side, int blockBytes) {
        this.side = side;
        Arena arena = Arena.ofAuto();
        block = arena.allocate(blockBytes);
        buffer = arena.allocate(BUFFER_BYTES);
    }

    /** send(2) of a part of the block. */
    public int send(Fd fd, int from, int bytes) {
        long address = block.asSlice(from, bytes).address();
        int flags = SocketConstants.MSG_NOSIGNAL;
        int result = side.sockets().send(fd.number(), address, bytes, flags);
        String start = from == 0 ? "block" : "block + " + from;
        return side.show(
                String.format(Locale.ROOT, "send(%s, %s, %d, MSG_NOSIGNAL)", fd, start, bytes),
                result);
    }

    /** recv(2) of all that is there, without waiting and without showing it; how many bytes. */
    public long take(Fd fd) {
        return receive(fd, SocketConstants.MSG_DONTWAIT);
    }

    /** recv(2) until the end of input; how many bytes. */
    public long recvToEnd(Fd fd) {
        long bytes = receive(fd, 0);
        String call =
                String.format(
                        Locale.ROOT, "recv(%s, buffer, %d, 0), again and again", fd, BUFFER_BYTES);
        side.show(call, 0, bytes + " bytes, then 0 (end of input)");
        return bytes;
    }

    /** Shows what {@link #take} took. */
    public void showTaken(Fd fd, long bytes) {
        String call =
                String.format(Locale.ROOT, "recv(%s, buffer, %d, MSG_DONTWAIT)", fd, BUFFER_BYTES);
        side.show(call + ", again and again", 0, bytes + " bytes");
    }

    private long receive(Fd fd, int flags) {
        SocketCalls sockets = side.sockets();
        long bytes = 0;
        while (true) {
            int result = sockets.recv(fd.number(), buffer.address(), BUFFER_BYTES, flags);
            if (result <= 0) return bytes;
            bytes += result;
        }
    }
}

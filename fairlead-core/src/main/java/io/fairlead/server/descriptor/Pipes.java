package io.fairlead.server.descriptor;

import static io.fairlead.posix.FileConstants.F_SETPIPE_SZ;
import static io.fairlead.posix.FileConstants.O_CLOEXEC;
import static io.fairlead.posix.FileConstants.O_NONBLOCK;
import static io.fairlead.posix.FileConstants.SPLICE_F_MOVE;
import static io.fairlead.posix.FileConstants.SPLICE_F_NONBLOCK;

import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Errno;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Pipes, by which bytes go from one socket to another one inside the kernel: pipe(7), splice(2). A
 * pipe is lent while there are bytes in it, so a loop needs few. Belongs to the loop's thread.
 */
public final class Pipes {
    /** A pipe has room for 16 pages unless told; who has too many pipes gets no more. */
    private static final int PIPE_BYTES = 512 * 1024;

    /** More than a pipe has room for: its places are pages, and may be longer than one. */
    private static final long SPLICED_BYTES_MAX = 1 << 20;

    private static final int SPARE_MAX = 16;
    private static final int FLAGS = SPLICE_F_MOVE | SPLICE_F_NONBLOCK;

    private final NativeCalls calls;
    private final ArrayDeque<Pipe> spare = new ArrayDeque<>();
    private boolean unusable;

    Pipes(NativeCalls calls) {
        this.calls = calls;
    }

    /** One of them, and the bytes in it. */
    public static final class Pipe {
        private final int out;
        private final int in;
        private int bytes;

        private Pipe(int out, int in) {
            this.out = out;
            this.in = in;
        }

        /** True if there is nothing in it. */
        public boolean isEmpty() {
            return bytes == 0;
        }
    }

    /** An empty pipe; null if none can be had. */
    public @Nullable Pipe lend() {
        if (unusable) return null;
        Pipe known = spare.poll();
        return known == null ? make() : known;
    }

    private @Nullable Pipe make() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pair = arena.allocate(ValueLayout.JAVA_INT, 2);
            if (calls.descriptors.pipe2(pair, O_CLOEXEC | O_NONBLOCK) < 0) return null;
            int in = pair.getAtIndex(ValueLayout.JAVA_INT, 1);
            int _ = calls.descriptors.fcntl(in, F_SETPIPE_SZ, PIPE_BYTES);
            return new Pipe(pair.getAtIndex(ValueLayout.JAVA_INT, 0), in);
        }
    }

    /** Takes a pipe back; with bytes in it, they are lost. */
    public void giveBack(Pipe pipe) {
        if (pipe.isEmpty() && spare.size() < SPARE_MAX) {
            spare.add(pipe);
        } else {
            close(pipe);
        }
    }

    private void close(Pipe pipe) {
        calls.descriptors.close(pipe.in);
        calls.descriptors.close(pipe.out);
    }

    /**
     * Moves what a socket has received into an empty pipe.
     *
     * @return bytes moved; 0 if there are none now, or if this cannot be done here, which {@link
     *     #lend} says from then on; -1 when the peer has closed its direction
     * @throws IOException if the connection is lost
     */
    public int fill(Pipe pipe, NativeSocket socket) throws IOException {
        int count = splice(socket.fd(), pipe.in, SPLICED_BYTES_MAX);
        if (count == -Errno.EINVAL || count == -Errno.ENOSYS) {
            unusable = true;
            return 0;
        }
        if (count == -Errno.EAGAIN) return 0;
        NativeErrors.check(count);
        pipe.bytes = count;
        return count == 0 ? -1 : count;
    }

    /**
     * Moves what a pipe has to where a socket sends from.
     *
     * @return bytes that the socket has taken; 0 if it would block
     * @throws IOException if the connection is lost
     */
    public int empty(Pipe pipe, NativeSocket socket) throws IOException {
        int count = splice(pipe.out, socket.fd(), pipe.bytes);
        if (count == -Errno.EAGAIN) return 0;
        NativeErrors.check(count);
        pipe.bytes -= count;
        return count;
    }

    private int splice(int from, int to, long bytes) {
        int count;
        do {
            count = calls.descriptors.splice(from, to, bytes, FLAGS);
        } while (count == -Errno.EINTR);
        return count;
    }

    /** Closes those that are not lent. */
    public void close() {
        spare.forEach(this::close);
        spare.clear();
    }
}

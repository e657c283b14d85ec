package io.fairlead.server.loop;

import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.uring.BufferRing;
import io.fairlead.posix.uring.IoUring;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The memory that all sockets of a ring receive into: a buffer is a socket's from the completion
 * that fills it until the session has taken the bytes in. Belongs to the loop's thread.
 *
 * <pre>
 *   the kernel's ──completion──▶ one socket's chain: first ─▶ next ─▶ last ──read──▶ the kernel's
 * </pre>
 */
final class RingBuffers {
    private static final int COUNT = 256;
    private static final int BYTES_EACH = 4 * 1024;
    private static final int NONE = -1;

    private final BufferRing ring;
    private final ByteBuffer memory;
    private final int[] sizes = new int[COUNT];
    private final int[] next = new int[COUNT];
    private int held;

    /**
     * @throws IOException if the kernel refuses the memory
     */
    RingBuffers(IoUring uring) throws IOException {
        ring = new BufferRing(uring, 0, COUNT, BYTES_EACH);
        memory = ring.memory().asByteBuffer();
        NativeErrors.check(ring.registered());
    }

    BufferRing ring() {
        return ring;
    }

    /** True while the kernel has a buffer to receive into; without one, receiving ends at once. */
    boolean hasFree() {
        return held < COUNT;
    }

    /** True while so many are with sockets that they should give them back, wanted or not. */
    boolean isScarce() {
        return held > COUNT / 2;
    }

    /** What has arrived for one socket and was not read yet. */
    final class Chain {
        private int first = NONE;
        private int last = NONE;
        private int bytesRead;

        boolean isEmpty() {
            return first == NONE;
        }

        /** Takes over buffer {@code id}, with {@code size} bytes in it. */
        void add(int id, int size) {
            held++;
            sizes[id] = size;
            next[id] = NONE;
            if (first == NONE) {
                first = id;
            } else {
                next[last] = id;
            }
            last = id;
        }

        /** Copies what fits, and gives the buffers that are empty then back; returns the bytes. */
        int read(ByteBuffer into) {
            int from = into.position();
            int to = from;
            while (first != NONE && to < into.limit()) {
                int count = Math.min(into.limit() - to, sizes[first] - bytesRead);
                into.put(to, memory, first * BYTES_EACH + bytesRead, count);
                to += count;
                bytesRead += count;
                if (bytesRead == sizes[first]) giveBackFirst();
            }
            return to - from;
        }

        private void giveBackFirst() {
            int id = first;
            first = next[id];
            bytesRead = 0;
            held--;
            ring.giveBack(id);
        }

        /** Drops what has arrived. */
        void clear() {
            while (first != NONE) giveBackFirst();
        }
    }

    /**
     * True if a receive with this result is the last one: at the end of the stream, or an error.
     */
    static boolean endInput(int result) {
        return switch (result) {
            case -Errno.ENOBUFS, -Errno.ECANCELED, -Errno.EINTR, -Errno.EAGAIN -> false;
            default -> result <= 0;
        };
    }
}

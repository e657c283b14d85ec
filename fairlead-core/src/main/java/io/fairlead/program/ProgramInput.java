package io.fairlead.program;

import static io.fairlead.posix.Epoll.EPOLLOUT;

import io.fairlead.posix.Errno;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a program's standard input. {@link #write} and {@link #end} are safe for any
 * thread; the rest is the runner's thread's own.
 */
final class ProgramInput {
    private static final int WAITING_BYTES_MAX = 64 * 1024;

    /** A program that keeps up with its peer must not hold the thread that all share. */
    private static final int TRANSFERS_MAX = 16;

    private final ProgramRunner runner;
    private final Runnable onTaken;
    private final ReentrantLock queueing = new ReentrantLock();
    // Guarded by queueing.
    private final Queue<ByteBuffer> queue = new ArrayDeque<>();
    private int waitingBytes;
    private boolean owesTaken;
    private boolean ended;
    private boolean closed;
    // The runner's thread's own.
    private int fd = -1;
    private int slot = -1;

    /**
     * @param onTaken is told when there is room again
     */
    ProgramInput(ProgramRunner runner, Runnable onTaken) {
        this.runner = runner;
        this.onTaken = onTaken;
    }

    boolean write(ByteBuffer bytes) {
        queueing.lock();
        try {
            if (closed || !bytes.hasRemaining()) return true;
            boolean first = queue.isEmpty();
            waitingBytes += bytes.remaining();
            queue.add(ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip());
            owesTaken = waitingBytes >= WAITING_BYTES_MAX;
            if (first) runner.submit(this::flush);
            return !owesTaken;
        } finally {
            queueing.unlock();
        }
    }

    void end() {
        queueing.lock();
        try {
            ended = true;
        } finally {
            queueing.unlock();
        }
        runner.submit(this::flush);
    }

    /** Takes over a descriptor that never waits. */
    void open(int descriptor) {
        fd = descriptor;
        flush();
    }

    private void flush() {
        if (fd < 0) return; // not yet, or no more
        ByteBuffer bytes = next();
        for (int i = 0; i < TRANSFERS_MAX && bytes != null; i++) {
            int count = transfer(bytes);
            if (count == -Errno.EAGAIN) break;
            if (count < 0 && count != -Errno.EINTR) { // EPIPE: the program reads no more
                close();
                return;
            }
            taken(bytes, Math.max(0, count));
            bytes = next();
        }
        watch(bytes != null);
        if (bytes == null && isEnded()) close();
    }

    private @Nullable ByteBuffer next() {
        queueing.lock();
        try {
            return queue.peek();
        } finally {
            queueing.unlock();
        }
    }

    private boolean isEnded() {
        queueing.lock();
        try {
            return ended && queue.isEmpty();
        } finally {
            queueing.unlock();
        }
    }

    private int transfer(ByteBuffer bytes) {
        ByteBuffer direct = runner.buffer();
        int count = Math.min(bytes.remaining(), direct.capacity());
        direct.put(0, bytes, bytes.position(), count);
        return runner.descriptors().write(fd, MemorySegment.ofBuffer(direct).address(), count);
    }

    private void taken(ByteBuffer bytes, int count) {
        boolean tell;
        queueing.lock();
        try {
            bytes.position(bytes.position() + count);
            if (!bytes.hasRemaining()) queue.remove();
            waitingBytes -= count;
            tell = owesTaken && waitingBytes <= WAITING_BYTES_MAX / 2;
            if (tell) owesTaken = false;
        } finally {
            queueing.unlock();
        }
        if (tell) onTaken.run();
    }

    private void watch(boolean wanted) {
        if (wanted == slot >= 0) return;
        if (!wanted) {
            runner.reactor().forget(slot, fd);
            slot = -1;
            return;
        }
        try {
            slot = runner.reactor().watch(fd, EPOLLOUT, _ -> flush());
        } catch (IOException e) {
            close();
        }
    }

    /** Drops what waits; whoever writes more is told that all is well. */
    void close() {
        boolean tell;
        queueing.lock();
        try {
            closed = true;
            queue.clear();
            waitingBytes = 0;
            tell = owesTaken;
            owesTaken = false;
        } finally {
            queueing.unlock();
        }
        if (fd >= 0) {
            if (slot >= 0) runner.reactor().forget(slot, fd);
            slot = -1;
            runner.descriptors().close(fd);
            fd = -1;
        }
        if (tell) onTaken.run();
    }
}

package io.fairlead.program;

import static io.fairlead.posix.Epoll.EPOLLIN;

import io.fairlead.posix.Errno;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of a program's output. Belongs to the runner's thread.
 *
 * <p>Invariant: it is watched unless bytes are held that nobody took, or it is over.
 */
final class ProgramOutput {
    private final ProgramRunner runner;
    private final Predicate<ByteBuffer> taker;
    private final Runnable onOver;
    private int fd;
    private int slot;
    private byte @Nullable [] held;

    /**
     * Takes over a descriptor that never waits.
     *
     * @param taker is offered bytes; false leaves them here
     * @param onOver is called when there will be no more
     */
    ProgramOutput(ProgramRunner runner, int fd, Predicate<ByteBuffer> taker, Runnable onOver)
            throws IOException {
        this.runner = runner;
        this.fd = fd;
        this.taker = taker;
        this.onOver = onOver;
        try {
            watch();
        } catch (IOException e) {
            runner.descriptors().close(fd);
            throw e;
        }
    }

    private void watch() throws IOException {
        slot = runner.reactor().watch(fd, EPOLLIN, _ -> read());
    }

    boolean isOver() {
        return fd < 0;
    }

    private void read() {
        if (fd < 0) return; // it ended in this turn
        ByteBuffer buffer = runner.buffer();
        long address = MemorySegment.ofBuffer(buffer).address();
        int count = runner.descriptors().read(fd, address, buffer.remaining());
        if (count == -Errno.EAGAIN || count == -Errno.EINTR) return;
        if (count <= 0) {
            close();
            onOver.run();
            return;
        }
        buffer.limit(count);
        byte[] copy = new byte[count];
        buffer.get(0, copy);
        if (taker.test(buffer)) return;
        held = copy;
        // Not watched for nothing: a hang-up is told to whoever watches, whatever for.
        runner.reactor().forget(slot, fd);
    }

    /** Offers what is held, and reads on if that was taken. */
    void resume() {
        byte[] bytes = held;
        if (bytes == null || fd < 0 || !taker.test(ByteBuffer.wrap(bytes))) return;
        held = null;
        try {
            watch();
        } catch (IOException e) {
            close();
            onOver.run();
        }
    }

    /**
     * The program has ended; whoever else has the other end is not waited for.
     *
     * @param all to drop what is held as well
     */
    void leave(boolean all) {
        if (fd >= 0 && (all || held == null)) close();
    }

    private void close() {
        if (held == null) runner.reactor().forget(slot, fd);
        held = null;
        runner.descriptors().close(fd);
        fd = -1;
    }
}

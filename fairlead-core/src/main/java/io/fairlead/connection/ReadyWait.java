package io.fairlead.connection;

import io.fairlead.net.NetException;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;

/**
 * Waits for a descriptor in poll(2). Serves one thread at a time.
 *
 * <p>poll(2) hears of no interrupt, so a wait is a row of short ones. A virtual thread waits beside
 * a platform thread of its own, which poll(2) may hold: not its carrier.
 */
final class ReadyWait {
    private static final int SLICE_MS = 500;

    private final Poll poll = new Poll(new Posix());

    /**
     * Waits for one of {@code events}, an error or a hang-up.
     *
     * @param name of the endpoint, for errors
     * @return false when the time is over
     * @throws InterruptedIOException after an interrupt; the thread's interrupt status stays set
     */
    boolean await(int fd, int events, CallDeadline deadline, String name)
            throws NetException, InterruptedIOException {
        while (true) {
            int leftMs = deadline.leftMs(SLICE_MS);
            int ready = ready(fd, events, leftMs);
            if (ready > 0) return true;
            if (ready < 0 && ready != -Errno.EINTR) {
                throw NetException.of("poll", name, NativeErrors.of(ready));
            }
            if (leftMs == 0) return false;
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for " + name);
            }
        }
    }

    private int ready(int fd, int events, int timeoutMs) {
        if (!Thread.currentThread().isVirtual()) return poll.poll(fd, events, timeoutMs);
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("fairlead wait")
                .start(() -> answer.complete(poll.poll(fd, events, timeoutMs)));
        return answer.join();
    }
}

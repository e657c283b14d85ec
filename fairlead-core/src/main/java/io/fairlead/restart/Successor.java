package io.fairlead.restart;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process that is to take over, from its start until it serves or has failed: one of the two, and
 * for good. Safe for any thread.
 */
final class Successor {
    static final String ENDED = "the new process ended before it was ready; its output says why";

    private final AtomicBoolean decided = new AtomicBoolean();
    private final CompletableFuture<Void> served = new CompletableFuture<>();

    /** It says that it is ready; false if it was given up before. */
    boolean isInTime() {
        return decided.compareAndSet(false, true);
    }

    /** It was in time, and serves. */
    void serves() {
        served.complete(null);
    }

    /** It was in time, and has died. */
    void died() {
        served.completeExceptionally(new IOException(ENDED));
    }

    /** It will not be ready, unless it has been. */
    void failed(String why) {
        if (isInTime()) served.completeExceptionally(new IOException(why));
    }

    /**
     * Waits until it serves.
     *
     * @param process that was started for it, and ends if it is not ready in time
     * @throws IOException if it does not: says why
     */
    void await(Process process, Duration timeout) throws IOException, InterruptedException {
        CompletableFuture<Void> _ =
                process.onExit()
                        .thenAccept(end -> failed(ENDED + " (status " + end.exitValue() + ")"));
        CompletableFuture<Void> late = new CompletableFuture<>();
        late.completeOnTimeout(null, timeout.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> _ =
                late.thenRun(() ->
                        failed(
                                "the new process was not ready within "
                                        + timeout.toSeconds()
                                        + " s"));
        try {
            served.get();
        } catch (ExecutionException e) {
            process.destroy();
            throw new IOException(served.exceptionNow().getMessage(), e);
        }
    }
}

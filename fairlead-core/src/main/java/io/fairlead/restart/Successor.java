package io.fairlead.restart;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that is to take over, from its start until it is ready or has failed: one of the two,
 * and for good. Safe for any thread.
 */
final class Successor {
    private final CompletableFuture<Long> ready = new CompletableFuture<>();

    /** It is ready, as process {@code pid}; false if it was given up before. */
    boolean isReady(long pid) {
        return ready.complete(pid);
    }

    /** It will not be. */
    void failed(String why) {
        ready.completeExceptionally(new IOException(why));
    }

    /**
     * Waits until it is ready.
     *
     * @param process that was started for it, and ends if it is not ready in time
     * @throws IOException if it is not: says why
     */
    void await(Process process, Duration timeout) throws IOException, InterruptedException {
        CompletableFuture<Void> _ =
                process.onExit()
                        .thenAccept(ended ->
                                failed(
                                        "the new process ended with status "
                                                + ended.exitValue()
                                                + " before it was ready; it has said why"));
        try {
            ready.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            failed("the new process was not ready within " + timeout.toSeconds() + " s");
            if (ready.isCompletedExceptionally()) throw ended(process);
        } catch (ExecutionException e) {
            throw ended(process);
        }
    }

    private IOException ended(Process process) {
        process.destroy();
        return new IOException(ready.exceptionNow().getMessage());
    }
}

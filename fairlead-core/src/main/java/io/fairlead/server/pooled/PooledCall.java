package io.fairlead.server.pooled;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A call that must be made on a loop, for a thread that is elsewhere and waits for the result. */
final class PooledCall {
    private PooledCall() {}

    /**
     * Has a virtual thread of the loop's make the call. It is over when this returns: until then
     * the buffer is the call's.
     *
     * @param end ends a call that waits, since the caller was interrupted
     * @throws ClosedByInterruptException if the caller is interrupted meanwhile
     */
    static int make(PooledLoop loop, Callable<Integer> call, Runnable end) throws IOException {
        FutureTask<Integer> task = new FutureTask<>(call);
        loop.thread(task).start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            end.run();
            awaitOver(task);
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException known) throw known;
            throw new IOException(e.getCause());
        }
    }

    private static void awaitOver(FutureTask<Integer> task) {
        while (true) {
            try {
                task.get();
                return;
            } catch (InterruptedException e) {
                // once more: the caller is told of it
            } catch (ExecutionException e) {
                return;
            }
        }
    }
}

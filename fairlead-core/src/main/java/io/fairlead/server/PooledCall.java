package io.fairlead.server;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A call that must be made on a loop, for a thread that is elsewhere and waits for the result. */
final class PooledCall {
    private PooledCall() {}

    /**
     * Has a virtual thread of the loop's make the call.
     *
     * @throws ClosedByInterruptException if the caller is interrupted meanwhile
     */
    static int make(PooledLoop loop, Callable<Integer> call) throws IOException {
        FutureTask<Integer> task = new FutureTask<>(call);
        loop.thread(task).start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException known) throw known;
            throw new IOException(e.getCause());
        }
    }
}

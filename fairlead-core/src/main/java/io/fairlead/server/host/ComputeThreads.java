package io.fairlead.server.host;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what takes a processor's time and would hold up a loop: the handshakes of TLS. They
 * have half of the processors, however many wait, so that the loops have the other half.
 */
final class ComputeThreads {
    /** They end soon when there is nothing to do, and a new one costs less than what it does. */
    private static final long IDLE_MS = 200;

    private static final ThreadPoolExecutor THREADS = threads();

    private ComputeThreads() {}

    private static ThreadPoolExecutor threads() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        var threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        IDLE_MS,
                        TimeUnit.MILLISECONDS,
                        new LinkedBlockingQueue<>(), // a connection has one task at a time
                        Thread.ofPlatform().daemon().name("fairlead compute ", 1).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    static void run(Runnable task) {
        THREADS.execute(task);
    }
}

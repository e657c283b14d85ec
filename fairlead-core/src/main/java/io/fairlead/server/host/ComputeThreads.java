package io.fairlead.server.host;

import io.fairlead.posix.Posix;
import io.fairlead.posix.process.Priority;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what takes a processor's time and would hold up a loop: the handshakes of TLS. They
 * have half of the processors, however many wait, so that the loops have the other half. Where a
 * processor is wanted by both, the loops go first: a slice of the scheduler's is longer than the
 * answer to a peer takes.
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
                        ComputeThreads::thread);
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static Thread thread(Runnable work) {
        Runnable nicely =
                () -> {
                    // What cannot be done here, or is not allowed, is not needed either.
                    if (Posix.isSupported()) {
                        new Priority(new Posix()).setpriority(Priority.SELF, Priority.NICE_LOW);
                    }
                    work.run();
                };
        return Thread.ofPlatform().daemon().name("fairlead compute").unstarted(nicely);
    }

    static void run(Runnable task) {
        THREADS.execute(task);
    }
}

package io.fairlead.server.blocking;

import io.fairlead.server.site.Site;
import io.fairlead.service.Limits;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A fixed number of platform threads, and a queue of fixed length in which connections wait for
 * one. A connection keeps its thread to its end.
 */
public final class PoolModel implements BlockingEngine.Runner {
    private final ThreadPoolExecutor pool;
    private final int placesMax;

    public PoolModel(Site site) {
        Limits limits = site.limits();
        int threads = limits.poolThreads();
        placesMax = threads + limits.poolQueueMax();
        pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        0,
                        TimeUnit.SECONDS,
                        // A place in the gate is given back a moment before its thread is free.
                        new ArrayBlockingQueue<>(placesMax),
                        Thread.ofPlatform()
                                .name("fairlead pool " + site.endpoint + " #", 1)
                                .factory());
    }

    @Override
    public void run(Runnable connection) {
        pool.execute(connection);
    }

    @Override
    public int placesMax() {
        return placesMax;
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}

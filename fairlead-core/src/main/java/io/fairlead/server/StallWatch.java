package io.fairlead.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then whether the loops of this process go on, and reports one that has run the same
 * virtual thread for too long. A message costs nothing for it: a loop counts what it runs anyway.
 *
 * <p>One daemon thread for all loops, which ends with the last of them. Safe for any thread.
 */
final class StallWatch {
    private static final long LOOK_NS_MAX = TimeUnit.MILLISECONDS.toNanos(200);
    private static final List<Watched> LOOPS = new ArrayList<>(); // guarded by itself
    private static @Nullable Thread watcher; // guarded by LOOPS

    private StallWatch() {}

    /** Begins to watch a loop. */
    static void add(PooledLoop loop, Site site) {
        synchronized (LOOPS) {
            LOOPS.add(new Watched(loop, site));
            if (watcher == null) {
                watcher =
                        Thread.ofPlatform()
                                .daemon()
                                .name("fairlead stall watch")
                                .start(StallWatch::watch);
            }
        }
    }

    /** Ends the watch of a loop. */
    static void remove(PooledLoop loop) {
        synchronized (LOOPS) {
            LOOPS.removeIf(watched -> watched.loop.equals(loop));
            if (LOOPS.isEmpty()) LockSupport.unpark(watcher);
        }
    }

    private static void watch() {
        long lookNs = LOOK_NS_MAX;
        while (true) {
            LockSupport.parkNanos(lookNs);
            List<Watched> loops;
            synchronized (LOOPS) {
                loops = List.copyOf(LOOPS);
                if (loops.isEmpty()) {
                    watcher = null;
                    return;
                }
            }
            loops.forEach(Watched::look);
            lookNs = loops.stream().mapToLong(watched -> watched.lookNs).min().orElseThrow();
        }
    }

    /** One loop, as the watcher's thread saw it last. */
    private static final class Watched {
        private final PooledLoop loop;
        private final Site site;
        private final long limitNs;
        private final long lookNs;
        private long runs = -1;
        private long sinceNs;
        private boolean reported;

        Watched(PooledLoop loop, Site site) {
            this.loop = loop;
            this.site = site;
            limitNs = site.limits().stallTimeout().toNanos();
            lookNs = Math.clamp(limitNs / 4, 1_000_000, LOOK_NS_MAX);
        }

        void look() {
            Runnable running = loop.running();
            long runsNow = loop.runs();
            long nowNs = System.nanoTime();
            if (running == null || runsNow != runs) {
                runs = runsNow;
                sinceNs = nowNs;
                reported = false;
                return;
            }
            Thread thread = PooledThreads.threadOf(running);
            if (thread != null && isParked(thread)) loop.unpin(thread);
            if (reported || nowNs - sinceNs < limitNs) return;
            reported = true;
            site.stalled(report(thread == null ? loop.thread().thread() : thread, nowNs - sinceNs));
        }

        /** Parked, and yet it holds the loop: it is pinned. */
        private static boolean isParked(Thread thread) {
            Thread.State state = thread.getState();
            return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
        }

        private StallReport report(Thread thread, long durationNs) {
            return new StallReport(
                    site.endpoint,
                    StallReport.name(thread),
                    Duration.ofNanos(durationNs),
                    Arrays.asList(thread.getStackTrace()));
        }
    }
}

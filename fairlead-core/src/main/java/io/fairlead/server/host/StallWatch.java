package io.fairlead.server.host;

import io.fairlead.server.watch.FailureLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then whether the loops of this process go on, and reports one that has been at the
 * same turn, or has run the same virtual thread, for too long. A message costs nothing for it: a
 * loop counts its turns, or what it runs.
 *
 * <p>One daemon thread for all loops, which ends with the last of them. Safe for any thread.
 */
public final class StallWatch {
    private static final long LOOK_NS_MAX = TimeUnit.MILLISECONDS.toNanos(200);
    private static final List<Watched> LOOPS = new ArrayList<>(); // guarded by itself
    private static @Nullable Thread watcher; // guarded by LOOPS

    /** What is watched. All methods are for the watcher's thread, at any time. */
    public interface Loop {
        /** A {@link #pulse} that says: it waits, and holds nobody up. */
        long WAITS = -1;

        /** Another number whenever the loop goes on; {@link #WAITS} while it waits. */
        long pulse();

        /** The thread that holds the loop, if any does. */
        Thread holder();

        /** The virtual thread that holds the loop is parked, and so is pinned to it. */
        default void unpin(Thread parked) {}
    }

    private StallWatch() {}

    /** How a report names a thread. */
    public static String nameOf(Thread thread) {
        return thread.getName() + " #" + thread.threadId();
    }

    /** True unless a loop of this process is held up for longer than it may be. */
    public static boolean allGoOn() {
        synchronized (LOOPS) {
            return LOOPS.stream().noneMatch(watched -> watched.reported);
        }
    }

    /** Begins to watch a loop. */
    static void add(Loop loop, LoopOwner owner) {
        synchronized (LOOPS) {
            LOOPS.add(new Watched(loop, owner, System.nanoTime()));
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
    static void remove(Loop loop) {
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
            loops.forEach(StallWatch::look);
            lookNs = loops.stream().mapToLong(watched -> watched.lookNs).min().orElseThrow();
        }
    }

    private static void look(Watched watched) {
        try {
            watched.look(System.nanoTime());
        } catch (Throwable e) { // such as no memory for a stack: the next look may have it
            FailureLog.SHARED.log("a look at an event loop failed", e);
        }
    }

    /** One loop, as the watcher's thread saw it last. */
    static final class Watched {
        private final Loop loop;
        private final LoopOwner owner;
        private final long limitNs;
        private final long lookNs;
        private long pulse = Loop.WAITS;
        private long lookedNs;
        private long heldNs;
        private volatile boolean reported;

        Watched(Loop loop, LoopOwner owner, long nowNs) {
            this.loop = loop;
            this.owner = owner;
            limitNs = owner.stallTimeout().toNanos();
            lookNs = Math.clamp(limitNs / 4, 1_000_000, LOOK_NS_MAX);
            lookedNs = nowNs;
        }

        void look(long nowNs) {
            // The process may have been stopped since: that is not the time of who held the loop.
            long stepNs = Math.min(nowNs - lookedNs, 2 * lookNs);
            lookedNs = nowNs;
            long before = pulse;
            pulse = loop.pulse();
            if (pulse == Loop.WAITS || pulse != before) {
                heldNs = 0;
                reported = false;
                return;
            }
            heldNs += stepNs;
            Thread holder = loop.holder();
            if (holder.isVirtual() && isParked(holder)) loop.unpin(holder);
            if (reported || heldNs < limitNs) return;
            List<StackTraceElement> stack = Arrays.asList(holder.getStackTrace());
            if (loop.pulse() != pulse) return; // it went on just now: that may be another's stack
            reported = true;
            owner.stalled(nameOf(holder), Duration.ofNanos(heldNs), stack);
        }

        /** Parked, and yet it holds the loop: it is pinned. */
        private static boolean isParked(Thread thread) {
            Thread.State state = thread.getState();
            return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
        }
    }
}

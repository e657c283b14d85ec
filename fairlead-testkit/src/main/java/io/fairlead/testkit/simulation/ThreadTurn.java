package io.fairlead.testkit.simulation;

import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A simulated thread that runs until it waits for something, in the thread that runs the
 * simulation.
 *
 * <p>It may also have to wait for the JVM: for a monitor that a thread of the machine's has just
 * then (that of all direct buffers, say, while one is freed after a garbage collection), or for
 * direct memory. The JDK takes the virtual thread off its carrier, and has it run on when it can.
 * When that is, is the machine's matter. So nobody else runs meanwhile, and no chance is drawn: in
 * the simulation the thread has not waited at all.
 */
final class ThreadTurn {
    // The JDK's threads that have virtual threads run on: a monitor is free, a time is over. Where
    // a later JDK names them otherwise, whom they resume is told as one that has waited for them.
    private static final Set<String> RESUMERS =
            Set.of("VirtualThread-unblocker", "VirtualThread-unparker");

    // In small pieces: while the whole process stands still, only one of them passes.
    private static final long LOOK_NS = 20_000_000;
    private static final int LOOKS_MAX = 100;

    private final Thread carrier = Thread.currentThread();
    private final Runnable task;
    private final @Nullable Thread thread;
    private boolean parks; // only the carrier's, and the thread's on it
    private volatile boolean comesAgain;
    private volatile boolean strayed;

    /** Why a turn is over. */
    enum End {
        /** It waits, or has ended. */
        WAITS,
        /** It lets others go first: {@link Thread#yield}. */
        YIELDS,
        /** It waits for a time of the machine's. */
        SLEEPS,
        /** A thread of the machine's has woken it, before its turn was over. */
        WOKEN,
        /** A monitor stays taken: whoever has it waits itself. */
        BLOCKED
    }

    /**
     * @param thread what {@code task} runs; null if that is not known
     */
    ThreadTurn(Runnable task, @Nullable Thread thread) {
        this.task = task;
        this.thread = thread;
    }

    boolean isOf(Thread caller) {
        return caller.equals(thread);
    }

    /** The thread waits from now on for what is simulated. */
    void park() {
        parks = true;
        LockSupport.park();
        parks = false;
    }

    /** The JDK has {@code task} run on; true if it does within this turn. Safe for any thread. */
    boolean resumes(Runnable resumed, Thread caller) {
        if (!resumed.equals(task)) return false;
        boolean onCarrier = caller.equals(carrier);
        if (!onCarrier && !RESUMERS.contains(caller.getName())) {
            strayed = true;
            return false;
        }
        comesAgain = true;
        if (!onCarrier) LockSupport.unpark(carrier);
        return true;
    }

    End run() {
        while (true) {
            parks = false;
            comesAgain = false;
            task.run();
            if (thread == null) return comesAgain ? End.YIELDS : End.WAITS;
            if (parks) return comesAgain ? End.WOKEN : End.WAITS;
            End end = await(thread);
            if (end != null) return end;
        }
    }

    /** Waits while the JVM is what it waits for; null if it then runs on. */
    private @Nullable End await(Thread waiting) {
        for (int looks = 0; looks < LOOKS_MAX && !strayed; looks++) {
            if (comesAgain) return again(waiting);
            End end = endOf(waiting);
            if (end != null) return comesAgain ? again(waiting) : end; // while it was looked at
            LockSupport.parkNanos(this, LOOK_NS);
        }
        return strayed ? End.WAITS : End.BLOCKED;
    }

    /** Null if it was the JVM that it has waited for. */
    private static @Nullable End again(Thread waiting) {
        if (wantsMemory(waiting)) return null;
        if (isIn(waiting, "java.lang.Thread", "yield")) return End.YIELDS;
        if (isIn(waiting, "java.lang.VirtualThread", "parkNanos")) return End.SLEEPS;
        return isIn(waiting, "java.lang.VirtualThread", "park") ? End.WOKEN : null;
    }

    /** Null if it waits for the JVM. */
    private static @Nullable End endOf(Thread waiting) {
        return switch (waiting.getState()) {
            case BLOCKED -> null;
            case RUNNABLE -> null; // the JDK is about to have it run on
            case WAITING -> wantsMemory(waiting) ? null : End.WAITS;
            case TIMED_WAITING -> wantsMemory(waiting) ? null : End.SLEEPS;
            default -> End.WAITS;
        };
    }

    private static boolean wantsMemory(Thread thread) {
        return isIn(thread, "java.nio.Bits", "reserveMemory");
    }

    private static boolean isIn(Thread thread, String type, String method) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getMethodName().equals(method) && frame.getClassName().equals(type)) {
                return true;
            }
        }
        return false;
    }
}

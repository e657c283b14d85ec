package io.fairlead.connection;

import java.util.concurrent.locks.LockSupport;

/**
 * How the threads of a blocking connection wait: by which clock, and what carries those that the
 * connection starts itself. A simulated network has another than the machine. Safe for any thread.
 */
public interface ThreadHost {
    /** By the machine's clock, and with the JDK's virtual threads. */
    ThreadHost REAL =
            new ThreadHost() {
                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }

                @Override
                public void park(long ns) {
                    LockSupport.parkNanos(ns);
                }

                @Override
                public void start(String name, Runnable task) {
                    Thread.ofVirtual().name(name).start(task);
                }
            };

    /** The clock, as {@link System#nanoTime}. */
    long nanoTime();

    /**
     * Has the calling thread wait until it is unparked or interrupted, as {@link
     * LockSupport#parkNanos(long)}.
     *
     * @param ns nanoseconds at most; {@link Long#MAX_VALUE} is for ever
     */
    void park(long ns);

    /** Starts a virtual thread that runs {@code task}. */
    void start(String name, Runnable task);
}

package io.fairlead.testkit.simulation;

/** A socket, as a loop watches it. */
abstract class Watched {
    /** In the queue of its loop's readiness. */
    boolean isQueued;

    /** True if there is something to tell: now, or still. */
    abstract boolean isReady();

    /** Tells who waits for it. */
    abstract void tell();
}

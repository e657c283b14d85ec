package io.fairlead.testkit.simulation;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What makes a run worthless, whatever the test asks of it. Safe for any thread. */
final class Mishaps {
    private final Queue<AssertionError> all = new ConcurrentLinkedQueue<>();

    /** An event loop has died: a fault of the house itself. */
    void loopDied(Throwable why) {
        all.add(new AssertionError("an event loop has died", why));
    }

    /** A thread has to do with what is not simulated. */
    void strayed(StrayThread thread) {
        all.add(thread);
    }

    /** The first; null if there is none. */
    @Nullable AssertionError first() {
        return all.peek();
    }
}

package io.fairlead.server.host;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs a loop, from a start that waits until it is open to its end. Safe for any thread. */
public interface LoopRunner {
    /** What is run. All but {@link #end} belongs to the loop's thread. */
    interface Loop {
        /** Makes what must be made by the thread that uses it. */
        default void open() throws IOException {}

        /** What shows whether it goes on; null if it runs nobody's code but ours. */
        default StallWatch.@Nullable Loop watched() {
            return null;
        }

        /** Serves until all is drained. */
        void serve() throws IOException;

        /** Gives back what there is; called also if the loop was never open, in any thread then. */
        void end();
    }

    /** The thread that runs the loop. */
    Thread thread();

    /** True if {@link #thread} runs this loop and no other. */
    default boolean hasThread() {
        return true;
    }

    /** True if the caller is run by this loop. */
    boolean isCurrent();

    /**
     * Starts the loop, and waits until it is open.
     *
     * @throws IOException if it cannot be opened; nothing is left of it then
     */
    void start() throws IOException;

    /** Waits until the loop has ended; false if {@code timeout} is over first. */
    boolean awaitEnd(Duration timeout) throws InterruptedException;
}

package io.fairlead.server.host;

import java.time.Duration;
import java.util.List;

/** Whose work a loop's thread does: who hears when it dies, or does not go on. */
public interface LoopOwner {
    /** What the thread's name says after its own. */
    String place();

    /** How long one turn may take before {@link #stalled} is told. */
    Duration stallTimeout();

    /** The thread has died, and what it served with it. */
    void failed(Throwable error);

    /**
     * Somebody holds the loop.
     *
     * @param thread name and number of who does
     * @param stack what that thread does, the innermost call first
     */
    void stalled(String thread, Duration duration, List<StackTraceElement> stack);
}

package io.fairlead.testkit.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A simulated thread has to do with what is not simulated: no run would be like another. */
final class StrayThread extends AssertionError {
    private static final long serialVersionUID = 1;
    private static final List<String> NOT_THE_PLACE =
            List.of("java.", "jdk.", StrayThread.class.getPackageName());

    private StrayThread(String message, @Nullable Thread thread) {
        super(message);
        if (thread != null) setStackTrace(thread.getStackTrace());
    }

    /** A thread waits for a time that is not simulated. */
    static StrayThread waits(Thread thread) {
        return new StrayThread(
                place(thread)
                        + " waits on the real clock; use connection.sleep or"
                        + " connection.timeout, or wait without a time",
                thread);
    }

    /** A thread waits for a monitor that nobody lets go of while it does. */
    static StrayThread blocks(Thread thread) {
        return new StrayThread(
                place(thread)
                        + " waits for a monitor (synchronized) that another thread keeps while it"
                        + " waits itself; use a ReentrantLock",
                thread);
    }

    /** A thread that is not simulated has woken one that is. */
    static StrayThread wakes(Thread stray, @Nullable Thread woken) {
        return woken(woken, "the thread \"" + stray.getName() + "\", which is not simulated");
    }

    /** As {@link #wakes}, by a thread that was too quick to be seen. */
    static StrayThread isWoken(Thread woken) {
        return woken(woken, "a thread that is not simulated");
    }

    private static StrayThread woken(@Nullable Thread woken, String by) {
        return new StrayThread(
                (woken == null ? "a thread" : place(woken))
                        + " has waited for "
                        + by
                        + "; start threads in a handler, with Thread.startVirtualThread",
                woken);
    }

    /** Where a thread waits: the innermost line that is not the JDK's or the simulation's. */
    static String place(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (NOT_THE_PLACE.stream().anyMatch(frame.getClassName()::startsWith)) continue;
            return frame.getFileName() + ":" + frame.getLineNumber();
        }
        return thread.getName();
    }
}

package io.fairlead.cli;

/** Lets a command answer the signals that the process gets, signal(7). */
@FunctionalInterface
public interface SignalHandlers {
    /** Those of this process. */
    SignalHandlers OF_PROCESS = org.jline.utils.Signals::register;

    /**
     * From now on runs {@code action}, on a thread of its own, at each {@code signal}, in the place
     * of what happened before.
     *
     * @param signal such as INT or TERM; one that the system has not is passed over
     */
    void on(String signal, Runnable action);
}

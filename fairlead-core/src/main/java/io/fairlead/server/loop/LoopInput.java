package io.fairlead.server.loop;

import java.io.IOException;

/**
 * A socket that a loop watches for input, and does nothing else with: whoever has it makes its
 * calls. All methods are called by the loop's thread.
 */
public interface LoopInput {
    /**
     * Begins to watch.
     *
     * @param onReadable is run in each turn in which there is something to read, or an error
     */
    void open(Runnable onReadable) throws IOException;

    /** Watches from now on, or does not. */
    void watch(boolean wanted);

    /** Ends the watch; the socket is closed right after. Also for one that was never open. */
    void close();
}

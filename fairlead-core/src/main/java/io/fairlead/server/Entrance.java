package io.fairlead.server;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A listener as a loop accepts from it, on the loop's thread. */
interface Entrance {
    /**
     * Accepts one connection, if one waits.
     *
     * @throws IOException if accepting fails: out of descriptors, say
     */
    @Nullable LoopSocket accept() throws IOException;

    /** Says whether the listener is watched. */
    void watchListener(boolean accepting);

    /** Closes the listener. Later calls do nothing. */
    void closeListener();
}

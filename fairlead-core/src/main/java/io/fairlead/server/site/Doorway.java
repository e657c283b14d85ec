package io.fairlead.server.site;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A loop's listener, as its acceptor uses it. All methods are called by the loop's thread. */
public interface Doorway {
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

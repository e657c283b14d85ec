package io.fairlead.server.loop;

import io.fairlead.server.site.Doorway;
import java.io.IOException;

/** A listener on a loop. All methods are called by the loop's thread. */
public interface LoopDoor extends Doorway {
    /**
     * Begins to watch the listener.
     *
     * @param onAcceptable is run when it has connections
     */
    void open(Runnable onAcceptable) throws IOException;
}

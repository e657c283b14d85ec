package io.fairlead.server.loop;

import io.fairlead.server.site.Site;
import java.io.IOException;

/**
 * What a loop serves for: a server, or the clients of one. A loop may have several, each with
 * connections, limits and an end of its own. All methods are called by the loop's thread.
 */
public interface LoopTenant {
    /** Where the bytes are counted. */
    Site site();

    /** The loop is open: begins. */
    void open() throws IOException;

    /** When {@link #retryIfTime} should be called; {@link Long#MAX_VALUE} is never. */
    long retryNs();

    /** Called in each turn: tries again what has failed, if the wait is over. */
    void retryIfTime(long nowNs);

    /** The loop ends, and with it all connections; also called if it was never open. */
    void end();

    /** One whose connections are streams. */
    interface OfStreams extends LoopTenant {
        /** How long a connection may go without a look at its deadlines, in nanoseconds. */
        long lookAgainNs();

        /** A connection is over, and its socket about to be closed. */
        void ended(LoopStream stream);
    }
}

package io.fairlead.server.loop;

import io.fairlead.server.site.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;

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

    /**
     * A tenant's place on a loop, which it has for itself, and starts and ends, or shares with
     * others. Safe for any thread.
     *
     * @param loop serves it
     * @param tenant it
     * @param close gives back its socket; called where the loop does not
     */
    record Place(EventLoop loop, LoopTenant tenant, Runnable close) {
        /** Takes a place, in the constructor of its tenant. */
        public static Place take(EventLoop loop, LoopTenant tenant, Runnable close) {
            Place place = new Place(loop, tenant, close);
            if (!place.isShared()) loop.begin(tenant);
            return place;
        }

        private boolean isShared() {
            return loop.tenants().shareLoop();
        }

        /** Begins to serve. */
        public void start() throws IOException {
            if (!isShared()) {
                loop.start();
                return;
            }
            try {
                loop.tenants().join(tenant, loop);
            } catch (IOException e) {
                close.run();
                throw e;
            }
        }

        /** Gives up what has not been started. */
        public void discard() {
            if (isShared()) {
                close.run();
            } else {
                loop.end();
            }
        }

        /**
         * Waits for the end of the server, or of the loop that it has for itself.
         *
         * @param left completes when the server has left the loop
         * @return false if {@code timeout} is over before that
         */
        public boolean awaitEnd(Future<?> left, Duration timeout) throws InterruptedException {
            return isShared() ? loop.host().await(left, timeout) : loop.thread().awaitEnd(timeout);
        }
    }
}

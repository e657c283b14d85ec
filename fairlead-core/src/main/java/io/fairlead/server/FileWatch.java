package io.fairlead.server;

import io.fairlead.server.host.Host;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time whether files that a server has read have changed, and has them read
 * again. Nobody who is connected notices. Safe for any thread.
 */
final class FileWatch {
    private static final long PERIOD_NS = Duration.ofSeconds(5).toNanos();

    private final Watched files;
    private final Host host;
    private @Nullable Future<?> next; // guarded by this
    private boolean ended; // guarded by this

    /** Files that are read again. */
    interface Watched {
        /** True if they are not what they were. */
        boolean changed();

        /**
         * Reads them, and tells the observer what came of it.
         *
         * @throws IOException if one cannot be used: what held before holds on
         */
        void reload() throws IOException;
    }

    /** Watches until it is closed. */
    FileWatch(Watched files, Host host) {
        this.files = files;
        this.host = host;
        lookLater();
    }

    private synchronized void lookLater() {
        if (!ended) next = host.after(PERIOD_NS, () -> host.compute(this::look));
    }

    private void look() {
        try {
            if (files.changed()) files.reload();
        } catch (IOException e) {
            // told already, and half-written files are whole at the next look
        } finally {
            lookLater();
        }
    }

    synchronized void close() {
        ended = true;
        if (next != null) next.cancel(false);
    }
}

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
    private volatile String told = ""; // why they could not be used
    private @Nullable Future<?> next; // guarded by this
    private boolean ended; // guarded by this

    /** Files that are read again. */
    interface Watched {
        /** True if they are not what they were. */
        boolean changed();

        /**
         * Reads them, and tells the observer if they are new.
         *
         * @throws IOException if one cannot be used: what held before holds on
         */
        void reload() throws IOException;

        /** Tells the observer why they cannot be used. */
        void failed(IOException reason);
    }

    FileWatch(Watched files, Host host) {
        this.files = files;
        this.host = host;
    }

    /** Looks from now on, until it is closed. */
    void begin() {
        lookLater();
    }

    private synchronized void lookLater() {
        if (!ended) next = host.after(PERIOD_NS, () -> host.compute(this::look));
    }

    /** Has them read again if they have changed. */
    void look() {
        try {
            if (files.changed()) reload(told);
        } catch (IOException e) {
            // told already, and half-written files are whole at the next look
        } finally {
            lookLater();
        }
    }

    /** Reads the files for whoever asked, and is told in any case. */
    void reload() throws IOException {
        reload("");
    }

    /** A file that has just been written is read twice; what is wrong with it is told once. */
    private void reload(String known) throws IOException {
        try {
            files.reload();
            told = "";
        } catch (IOException e) {
            told = String.valueOf(e.getMessage());
            if (!told.equals(known)) files.failed(e);
            throw e;
        }
    }

    synchronized void close() {
        ended = true;
        if (next != null) next.cancel(false);
    }
}

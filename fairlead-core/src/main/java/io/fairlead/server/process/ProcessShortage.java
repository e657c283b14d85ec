package io.fairlead.server.process;

import io.fairlead.net.NetException;
import io.fairlead.server.site.Backoff;
import io.fairlead.server.site.Site;
import java.io.IOException;
import java.time.Duration;

/**
 * What keeps a server from starting a process although the program is sound: no descriptor, no
 * process or no memory is left. That passes as connections end, so whoever came waits for it, and
 * nobody else is accepted. Belongs to one thread.
 */
final class ProcessShortage {
    private final Site site;
    private final Backoff backoff;
    private boolean lasts;
    private long retryNs;

    ProcessShortage(Site site) {
        this.site = site;
        backoff = new Backoff(site.terms.clockNs());
    }

    /**
     * Notes that a process could not be started, and reports it, if that is a shortage.
     *
     * @return false if it is not, so that waiting does not help
     */
    boolean explains(IOException error) {
        NetException explained = NetException.of("fork", "a process for " + site.endpoint, error);
        if (explained.kind() != NetException.Kind.LIMIT) return false;
        Duration wait = backoff.failed();
        lasts = true;
        retryNs = System.nanoTime() + wait.toNanos();
        site.acceptFailed(explained, wait, backoff.isNews());
        return true;
    }

    boolean lasts() {
        return lasts;
    }

    /** How long from now until it is worth a try; 0 if there is no shortage. */
    long waitNs() {
        return lasts ? Math.max(0, retryNs - System.nanoTime()) : 0;
    }

    /** A process has ended and left its descriptors. */
    void eased() {
        retryNs = System.nanoTime();
    }

    /** A process could be started. */
    void ended() {
        lasts = false;
        long failures = backoff.succeeded();
        if (failures > 0) site.acceptRecovered(failures);
    }
}

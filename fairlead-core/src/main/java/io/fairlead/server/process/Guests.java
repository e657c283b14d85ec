package io.fairlead.server.process;

import io.fairlead.server.site.Backoff;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections that a worker process was given, and when it may be given the next: one that is
 * out of descriptors has time until one of its connections ends, or for a while, and is then tried
 * with a single one. Belongs to the reactor's thread.
 */
final class Guests {
    private final Map<Long, Guest> all = new LinkedHashMap<>();
    private final Backoff backoff = new Backoff(System::nanoTime);
    private int onTheirWay;
    private boolean refuses;
    private boolean news;
    private long retryNs;

    int size() {
        return all.size();
    }

    /** Those that have not ended, also those that are on their way still. */
    Collection<Guest> all() {
        return all.values();
    }

    /** One is on its way. */
    void given(Guest guest) {
        all.put(guest.id(), guest);
        onTheirWay++;
    }

    /** The one of that number; null if the worker made it up. */
    @Nullable Guest get(long id) {
        return all.get(id);
    }

    /**
     * One has arrived.
     *
     * @return refusals in the row that this ends, if they were reported; otherwise 0
     */
    long taken(@Nullable Guest guest, long pid) {
        if (guest == null || guest.isTaken()) return 0;
        guest.taken(pid);
        onTheirWay--;
        refuses = false;
        return backoff.succeeded();
    }

    /** One could not be taken, and is the caller's again; null if there is none on its way. */
    @Nullable Guest refused(long id) {
        Guest guest = all.get(id);
        if (guest == null || guest.isTaken()) return null;
        all.remove(id);
        onTheirWay--;
        // Of several that were on their way together, the first counts.
        news = waitNs() == 0;
        if (!news) return guest;
        refuses = true;
        Duration wait = backoff.failed();
        news = backoff.isNews();
        retryNs = System.nanoTime() + wait.toNanos();
        return guest;
    }

    /** True if the last refusal should be reported. */
    boolean isNews() {
        return news;
    }

    /** One has ended, and with it went a descriptor. */
    void ended(Guest guest) {
        all.remove(guest.id());
        retryNs = System.nanoTime();
    }

    /** False while the worker had better be given none. */
    boolean isOpen() {
        return !refuses || (onTheirWay == 0 && waitNs() == 0);
    }

    /** How long from now until it may be tried again; 0 if it refuses nothing. */
    long waitNs() {
        return refuses ? Math.max(0, retryNs - System.nanoTime()) : 0;
    }
}

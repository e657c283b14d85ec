package io.fairlead.server;

import io.fairlead.service.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a worker process serves, as its server counts it. Belongs to the reactor's
 * thread.
 */
final class Guest {
    private final Site site;
    private final Site.Visit visit;
    private final long id;
    private long received;
    private long sent;

    /**
     * @param id by which server and worker name it
     */
    Guest(Site site, Site.Visit visit, long id) {
        this.site = site;
        this.visit = visit;
        this.id = id;
    }

    long id() {
        return id;
    }

    /** So many bytes have gone in each direction by now. */
    void counted(long receivedNow, long sentNow) {
        site.received((int) Math.max(0, receivedNow - received));
        site.sent((int) Math.max(0, sentNow - sent));
        received = receivedNow;
        sent = sentNow;
    }

    void ended(CloseReason reason, @Nullable Throwable failure) {
        visit.closed(received, sent, reason, failure);
    }
}

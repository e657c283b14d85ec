package io.fairlead.server.process;

import io.fairlead.server.descriptor.NativeSocket;
import io.fairlead.server.site.Site;
import io.fairlead.service.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a worker process serves, or will serve, as its server counts it. Belongs to the
 * reactor's thread.
 *
 * <p>Its descriptor stays open here until a worker says that it has a copy: what no worker could
 * take is not lost.
 */
final class Guest {
    private final Site site;
    private final Site.Visit visit;
    private final NativeSocket socket;
    private boolean taken;
    private long received;
    private long sent;

    /**
     * @param socket becomes the guest's to close
     */
    Guest(Site site, Site.Visit visit, NativeSocket socket) {
        this.site = site;
        this.visit = visit;
        this.socket = socket;
    }

    /** By which server and worker name it. */
    long id() {
        return visit.id();
    }

    /** The descriptor to hand over. */
    int fd() {
        return socket.fd();
    }

    /**
     * A worker has a descriptor of its own.
     *
     * @param pid of the worker
     */
    void taken(long pid) {
        taken = true;
        visit.servedBy(pid);
        socket.close();
    }

    boolean isTaken() {
        return taken;
    }

    /** So many bytes have gone in each direction by now. */
    void counted(long receivedNow, long sentNow) {
        site.received((int) Math.max(0, receivedNow - received));
        site.sent((int) Math.max(0, sentNow - sent));
        received = receivedNow;
        sent = sentNow;
    }

    void ended(CloseReason reason, @Nullable String detail, @Nullable Throwable failure) {
        socket.close();
        visit.closed(received, sent, reason, detail, failure);
    }
}

package io.fairlead.server.process;

import io.fairlead.proxy.PeerProxy;
import io.fairlead.server.descriptor.NativeSocket;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.site.Described;
import io.fairlead.server.site.Site;
import io.fairlead.server.site.SiteVisit;
import io.fairlead.service.CloseReason;
import io.fairlead.service.ConnectionWait;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a worker process serves, or will serve, as its server counts it. Belongs to the
 * reactor's thread; {@link #describe} is for any.
 *
 * <p>Its descriptor stays open here until a worker says that it has a copy: what no worker could
 * take is not lost.
 */
final class Guest implements Described {
    private final Site site;
    private final SiteVisit visit;
    private final NativeSocket socket;
    private volatile boolean taken;
    private volatile long received;
    private volatile long sent;

    /**
     * @param socket becomes the guest's to close
     */
    Guest(Site site, SiteVisit visit, NativeSocket socket) {
        this.site = site;
        this.visit = visit;
        this.socket = socket;
        site.elsewhere.add(this);
    }

    /** By which server and worker name it. */
    long id() {
        return visit.id();
    }

    /** The descriptor to hand over. */
    int fd() {
        return socket.fd();
    }

    /** Who is behind the proxy that has connected, as that said it; empty if nobody is. */
    byte[] header() {
        PeerProxy via = visit.via();
        return via == null ? new byte[0] : via.header().bytes();
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

    @Override
    public OpenConnection describe() {
        ConnectionWait waitsFor = taken ? ConnectionWait.UNKNOWN : ConnectionWait.PROCESS;
        return visit.describe(received, sent, 0, waitsFor);
    }

    void ended(CloseReason reason, @Nullable String detail, @Nullable Throwable failure) {
        site.elsewhere.remove(this);
        socket.close();
        visit.closed(received, sent, reason, detail, failure);
    }
}

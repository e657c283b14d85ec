package io.fairlead.server.site;

import io.fairlead.proxy.PeerProxy;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.report.RefusalReason;
import io.fairlead.service.CloseReason;
import io.fairlead.service.ConnectionWait;
import io.fairlead.session.Session;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is remembered of an open connection, to report its end. */
public final class SiteVisit {
    private final Site site;
    private final long id;
    private final long openedNs;
    private volatile Supplier<SocketAddress> peer;
    private volatile long workerPid;
    // The next four belong to who serves it.
    private boolean isAnnounced;
    private boolean isCounted; // by its source
    private @Nullable RefusalReason refusal;
    private @Nullable PeerProxy via;

    SiteVisit(Site site, long id, Supplier<SocketAddress> peer, long openedNs) {
        this.site = site;
        this.id = id;
        this.peer = peer;
        this.openedNs = openedNs;
    }

    /** The peer is known from the beginning. */
    void begin() {
        isCounted = true;
        announce();
    }

    private void announce() {
        isAnnounced = true;
        site.counts.opened.increment();
        site.observer().onOpened(report(0, 0, null, null, null));
    }

    /**
     * A proxy has said who the peer is: counts and announces the connection. Neither lists nor
     * limits are for what a proxy does for itself.
     *
     * @param by the proxy; null if it connects for itself
     * @return false if the peer may not connect; its end is told as a refusal
     */
    public boolean admits(@Nullable PeerProxy by) {
        via = by;
        if (by != null) {
            SocketAddress address = by.peerAddress();
            peer = () -> address;
            refusal = site.sources.tryAdd(address);
            if (refusal != null) return false;
            isCounted = true;
        }
        announce();
        return true;
    }

    /** What {@link #admits} was told. */
    public @Nullable PeerProxy via() {
        return via;
    }

    /** The number of the connection. */
    public long id() {
        return id;
    }

    /** What is known of it while {@code session} has it. */
    public OpenConnection describe(Session session) {
        long received = session.bytesReceived();
        long sent = session.bytesSent();
        return describe(received, sent, session.peer().queuedBytes(), session.waitsFor());
    }

    public OpenConnection describe(long received, long sent, int queued, ConnectionWait waitsFor) {
        return new OpenConnection(
                id, peer.get(), age(), received, sent, queued, waitsFor, workerPid);
    }

    /** Another process serves it from now on. */
    public void servedBy(long pid) {
        workerPid = pid;
    }

    /** Counts and announces the end of a session. */
    public void closed(Session session) {
        long received = session.bytesReceived();
        CloseReason reason = session.closeReason();
        String detail = session.closeDetail();
        closed(received, session.bytesSent(), reason, detail, session.failure());
    }

    /** Counts and announces the end. */
    public void closed(
            long received,
            long sent,
            CloseReason reason,
            @Nullable String detail,
            @Nullable Throwable failure) {
        if (refusal != null) {
            site.refused(peer.get(), refusal);
            return;
        }
        if (!isAnnounced) announce(); // nobody has said who it was
        site.counts.closed.increment();
        if (isCounted) site.sources.remove(peer.get());
        ConnectionReport report = report(received, sent, reason, detail, failure);
        if (report.serviceFailed()) site.counts.failed.increment();
        site.observer().onClosed(report);
    }

    private Duration age() {
        return Duration.ofNanos(site.terms.clockNs().getAsLong() - openedNs);
    }

    private ConnectionReport report(
            long received,
            long sent,
            @Nullable CloseReason reason,
            @Nullable String detail,
            @Nullable Throwable failure) {
        return new ConnectionReport(
                id,
                site.endpoint,
                peer.get(),
                received,
                sent,
                age(),
                workerPid,
                reason,
                detail,
                failure);
    }
}

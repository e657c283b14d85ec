package io.fairlead.server.worker;

import io.fairlead.frame.Slab;
import io.fairlead.net.Endpoint;
import io.fairlead.proxy.ProxyHeader;
import io.fairlead.proxy.ProxyHeaderException;
import io.fairlead.proxy.layer.ProxyLayer;
import io.fairlead.server.blocking.BlockingSocket;
import io.fairlead.server.blocking.BlockingStream;
import io.fairlead.server.blocking.HandlerStream;
import io.fairlead.server.blocking.Roster;
import io.fairlead.server.blocking.Timer;
import io.fairlead.server.host.Host;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.EngineObserver;
import io.fairlead.server.report.ServerStats;
import io.fairlead.server.site.Driver;
import io.fairlead.server.site.Site;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Handler;
import io.fairlead.service.Limits;
import io.fairlead.service.Service;
import io.fairlead.session.Layer;
import io.fairlead.session.Terms;
import io.fairlead.tls.layer.TlsOrder;
import io.fairlead.tls.layer.TlsRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a worker process does: serves connections, each on a thread of its own, as the model {@code
 * thread} does, and reports to the server. Its methods are for the thread that reads the control
 * socket.
 */
final class WorkerSite {
    private static final long COUNTS_EVERY_MS = 100;

    private final ServerLink link;
    private final Endpoint endpoint;
    private final Terms terms;
    private final @Nullable Handler handler;
    private final @Nullable TlsRules tls;
    private final ByteArrayOutputStream certificates = new ByteArrayOutputStream();
    private final Roster roster = new Roster();
    private final Map<Long, Hosted> open = new ConcurrentHashMap<>();
    private final Timer timer;
    private final ScheduledThreadPoolExecutor counting =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("fairlead counts").factory());
    private final ThreadFactory threads =
            Thread.ofPlatform().name("fairlead connection #", 1).factory();
    private volatile boolean leaving;
    private long bufferBytes; // belongs to the thread that counts

    WorkerSite(ServerLink link, Assignment assignment) throws IOException {
        this.link = link;
        endpoint = Endpoint.parse(assignment.endpoint());
        handler = assignment.handler();
        Limits limits = assignment.limits();
        TlsOrder order = assignment.tls();
        tls = order == null ? null : TlsRules.ofWorker(order, Host.MACHINE::compute);
        Layer layer = tls == null ? Layer.NONE : tls;
        Slab slab = Terms.slabOfStreams(limits, layer);
        Service service = Objects.requireNonNullElse(assignment.service(), (peer, frame) -> {});
        long originNs = System.nanoTime();
        terms =
                new Terms(
                        assignment.codec(),
                        service,
                        limits,
                        slab,
                        () -> System.nanoTime() - originNs,
                        layer);
        timer = new Timer(site(EngineObserver.NONE, terms));
        long every = COUNTS_EVERY_MS;
        Future<?> _ =
                counting.scheduleWithFixedDelay(this::count, every, every, TimeUnit.MILLISECONDS);
    }

    private Site site(EngineObserver observer, Terms own) {
        return new Site(endpoint, own, handler, observer);
    }

    private Terms terms(byte[] header) throws ProxyHeaderException {
        if (header.length == 0) return terms;
        return terms.over(ProxyLayer.knowing(ProxyHeader.read(header), terms.layer()));
    }

    /** One connection: a site of its own, so that its bytes are counted apart. */
    private final class Hosted implements EngineObserver {
        private final long id;
        private final Site site;
        private long received;
        private long sent;

        Hosted(long id, Terms own) {
            this.id = id;
            site = site(this, own);
            site.nextId(id);
        }

        @Override
        public void onClosed(ConnectionReport connection) {
            open.remove(id);
            link.send(ControlMessage.ended(id, connection));
        }

        void neverOpened(CloseReason reason, @Nullable Throwable failure) {
            SocketAddress nobody = UnixDomainSocketAddress.of("");
            onClosed(
                    new ConnectionReport(
                            id, endpoint, nobody, 0, 0, Duration.ZERO, 0, reason, null, failure));
        }

        /** Puts what is new into {@code counts}; false if nothing is. */
        boolean count(long[] counts, int at) {
            ServerStats stats = site.stats();
            if (stats.bytesReceived() == received && stats.bytesSent() == sent) return false;
            received = stats.bytesReceived();
            sent = stats.bytesSent();
            counts[at] = id;
            counts[at + 1] = received;
            counts[at + 2] = sent;
            return true;
        }
    }

    /**
     * Serves a connection, and reports its end.
     *
     * @param header of the PROXY protocol, which the server has read; empty without one
     */
    void serve(long id, int descriptor, byte[] header) throws ProxyHeaderException {
        Hosted hosted = new Hosted(id, terms(header));
        open.put(id, hosted);
        try {
            BlockingSocket socket = new DescriptorSocket(descriptor);
            if (handler == null) {
                BlockingStream stream =
                        new BlockingStream(hosted.site, hosted.site.terms, timer, socket);
                start(hosted, socket, stream, stream);
            } else {
                HandlerStream stream = new HandlerStream(hosted.site, handler, timer, socket);
                start(hosted, socket, stream, stream);
            }
        } catch (IOException e) { // reset while it was on its way here
            hosted.neverOpened(CloseReason.RESET, null);
        }
    }

    private void start(Hosted hosted, BlockingSocket socket, Driver driver, Runnable connection) {
        roster.add(driver);
        try {
            threads.newThread(() -> run(socket, driver, connection)).start();
        } catch (OutOfMemoryError e) { // no thread to be had
            socket.close();
            roster.remove(driver);
            hosted.neverOpened(CloseReason.SERVICE_FAILED, e);
        }
    }

    private void run(BlockingSocket socket, Driver driver, Runnable connection) {
        try {
            connection.run();
        } finally {
            socket.close();
            roster.remove(driver);
            endIfDone();
        }
    }

    /** A part of what is shown from now on. */
    void certificates(byte[] message) throws IOException {
        certificates.writeBytes(ControlMessage.part(message));
        if (!ControlMessage.isLast(message)) return;
        if (tls != null) tls.replace(TlsOrder.read(certificates.toByteArray()));
        certificates.reset();
    }

    /** No other connection comes: this process ends with those it has. */
    void retire() {
        leaving = true;
        endIfDone();
    }

    /** Connections end as soon as nothing they received is unanswered, and then this process. */
    void drain() {
        leaving = true;
        roster.drain();
        endIfDone();
    }

    /** Connections end now. */
    void cut() {
        leaving = true;
        roster.cut();
        endIfDone();
    }

    private void endIfDone() {
        if (leaving && roster.open().isEmpty()) WorkerMain.end(WorkerMain.DONE);
    }

    // ---- counts ----

    private void count() {
        long[] counts = new long[3 * ControlMessage.COUNTS_MAX];
        int length = 0;
        for (Hosted hosted : open.values()) {
            if (length < counts.length && hosted.count(counts, length)) length += 3;
        }
        long lent = terms.slab().bytesLent();
        if (length == 0 && lent == bufferBytes) return;
        bufferBytes = lent;
        link.send(ControlMessage.counts(lent, counts, length));
    }
}

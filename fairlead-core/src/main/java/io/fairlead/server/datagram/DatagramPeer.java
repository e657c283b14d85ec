package io.fairlead.server.datagram;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.site.Described;
import io.fairlead.server.site.Site;
import io.fairlead.server.site.SiteVisit;
import io.fairlead.service.CloseReason;
import io.fairlead.service.ConnectionWait;
import io.fairlead.service.Hold;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import io.fairlead.service.SendResult;
import io.fairlead.service.Service;
import io.fairlead.session.GuardedService;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The other end of an exchange of datagrams. Sending never waits: what the kernel has no room for
 * is dropped and counted, as UDP may (RFC 768). Safe for any thread.
 */
abstract class DatagramPeer implements Peer, Described {
    /** 65,535 less the headers of IPv4 (20) and UDP (8). */
    static final int PAYLOAD_BYTES_MAX = 65_507;

    final SerialExecutor serial;
    private final Site site;
    private final InetSocketAddress remoteAddress;
    private final InetSocketAddress boundAddress;
    private final SiteVisit visit;
    final GuardedService service;
    private final AtomicLong bytesReceived = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicReference<@Nullable CloseReason> closeReason = new AtomicReference<>();
    private volatile @Nullable Throwable failure;
    private volatile @Nullable String detail;
    private @Nullable PeerTasks tasks; // guarded by this
    private volatile boolean draining;
    private boolean ended; // guarded by this
    private volatile @Nullable Object attachment;
    private volatile @Nullable LocalAddress arrivedAt;

    /** Of its loop; set before anything else is called. */
    @Nullable LoopTimers timers;

    /**
     * @param remote who sends
     * @param bound the address of the socket
     */
    DatagramPeer(
            Site site,
            Service service,
            InetSocketAddress remote,
            InetSocketAddress bound,
            SerialExecutor serial) {
        this.site = site;
        this.remoteAddress = remote;
        this.boundAddress = bound;
        this.serial = serial;
        this.service = new GuardedService(service, this, this::failed);
        visit = site.opened(remote);
    }

    /** Sends, or queues to be sent, without waiting; false if it is lost. */
    abstract boolean trySend(Frame frame);

    /** The address its last datagram came to; null if that is the one that is bound. */
    final @Nullable LocalAddress arrivedAt() {
        return arrivedAt;
    }

    /** Of what {@link #trySend} took, the kernel did not take this. */
    final void lost(int datagrams, int bytes) {
        bytesSent.addAndGet(-bytes);
        site.sent(-bytes);
        for (int i = 0; i < datagrams; i++) site.datagramDropped();
    }

    // ---- the calls of the service; one at a time, by its serial executor ----

    void open() {
        service.open();
    }

    /**
     * @param local the address it came to; null if that is the one that is bound
     */
    void receive(Frame datagram, @Nullable LocalAddress local) {
        arrivedAt = local;
        bytesReceived.addAndGet(datagram.size());
        site.received(datagram.size());
        if (isClosed()) {
            site.datagramDropped(); // it came while the service was about to close the peer
            return;
        }
        try {
            service.frame(datagram);
        } catch (FrameException e) {
            failure = e;
            service.badFrame(e);
            beginEnd(CloseReason.BAD_FRAME);
        }
    }

    /** The server shuts down, and this is the last that is served. */
    void drain() {
        draining = true;
        service.drain();
    }

    /** It takes no more; false if that was so. */
    final boolean beginEnd(CloseReason reason) {
        if (!closeReason.compareAndSet(null, reason)) return false;
        onEndBegun();
        return true;
    }

    /** It takes no more; on the thread that said so. */
    void onEndBegun() {}

    /** It is forgotten. */
    void end(CloseReason reason) {
        closeReason.compareAndSet(null, reason);
        endTasks().forEach(service::run);
        service.close(reason(reason));
        visit.closed(bytesReceived.get(), bytesSent.get(), reason(reason), detail, failure);
    }

    private synchronized List<? extends Runnable> endTasks() {
        ended = true;
        return tasks == null ? List.of() : tasks.end();
    }

    private void failed(Throwable error) {
        failure = error;
        beginEnd(CloseReason.SERVICE_FAILED);
    }

    private CloseReason reason(CloseReason otherwise) {
        CloseReason reason = closeReason.get();
        return reason == null ? otherwise : reason;
    }

    boolean isClosed() {
        return closeReason.get() != null;
    }

    @Override
    public OpenConnection describe() {
        return visit.describe(bytesReceived.get(), bytesSent.get(), 0, ConnectionWait.INPUT);
    }

    // ---- Peer ----

    @Override
    public long id() {
        return visit.id();
    }

    @Override
    public int queuedBytes() {
        return 0;
    }

    @Override
    public SendResult send(Frame frame) {
        int size = frame.size();
        if (size > PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a datagram has at most 65,507 bytes; this frame has " + size);
        }
        if (isClosed()) return SendResult.CLOSED;
        if (trySend(frame)) {
            bytesSent.addAndGet(size);
            site.sent(size);
            return SendResult.QUEUED;
        }
        site.datagramDropped();
        return isClosed() ? SendResult.CLOSED : SendResult.FULL;
    }

    /** Forgets the other end; of a source, the next datagram opens a new exchange. */
    @Override
    public void close() {
        beginEnd(CloseReason.SERVICE_CLOSED);
    }

    @Override
    public void close(String words) {
        if (!isClosed()) detail = words;
        close();
    }

    @Override
    public void abort(String words) {
        close(words);
    }

    @Override
    public void shutdownOutput() {
        // there is no half-close
    }

    @Override
    public boolean execute(Runnable task) {
        if (isClosed()) return false;
        serial.add(() -> {
            if (!isClosed()) service.run(task);
        });
        return true;
    }

    @Override
    public void whenSent(Runnable task) {
        execute(task); // the kernel has it, or it is dropped
    }

    @Override
    public long nanoTime() {
        return site.terms.clockNs().getAsLong();
    }

    @Override
    public PeerTimer after(Duration delay, Runnable task) {
        return tasks().after(delay, task);
    }

    @Override
    public PeerTimer every(Duration period, Runnable task) {
        return tasks().every(period, task);
    }

    @Override
    public PeerTimer whenClosed(Runnable task) {
        return tasks().whenClosed(task);
    }

    private synchronized PeerTasks tasks() {
        if (tasks == null) {
            tasks = new PeerTasks(this, Objects.requireNonNull(timers));
            if (ended) tasks.end();
        }
        return tasks;
    }

    @Override
    public Hold hold() {
        return () -> {};
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    @Override
    public void codec(Codec codec) {
        // a datagram is a frame
    }

    @Override
    public void limits(Limits limits) {
        // there is no connection
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public InetSocketAddress localAddress() {
        LocalAddress local = arrivedAt;
        return local == null ? boundAddress : local.toInet(boundAddress.getPort());
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public void attach(@Nullable Object attachment) {
        this.attachment = attachment;
    }

    @Override
    public String toString() {
        return remoteAddress.toString();
    }
}

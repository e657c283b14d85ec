package io.fairlead.server.datagram;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.site.Described;
import io.fairlead.server.site.Site;
import io.fairlead.service.CloseReason;
import io.fairlead.service.ConnectionWait;
import io.fairlead.service.Hold;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import io.fairlead.service.SendResult;
import io.fairlead.session.GuardedService;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A source of datagrams. Sending never waits: what the kernel has no room for is dropped and
 * counted, as UDP may (RFC 768). Safe for any thread.
 */
abstract class DatagramPeer implements Peer, Described {
    /** 65,535 less the headers of IPv4 (20) and UDP (8). */
    static final int PAYLOAD_BYTES_MAX = 65_507;

    final SerialExecutor serial;
    private final Site site;
    private final InetSocketAddress remoteAddress;
    private final InetSocketAddress boundAddress;
    private final Site.Visit visit;
    private final GuardedService service;
    private final AtomicLong bytesReceived = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicReference<@Nullable CloseReason> closeReason = new AtomicReference<>();
    private volatile @Nullable Throwable failure;
    private volatile @Nullable String detail;
    private volatile @Nullable PeerTasks tasks;
    private volatile boolean draining;
    private volatile boolean ended;
    private volatile @Nullable Object attachment;
    private volatile @Nullable LocalAddress arrivedAt;

    /** Belongs to the loop's thread. */
    long activeNs;

    /** Of its loop. */
    @Nullable DatagramTimers timers;

    /**
     * @param bound the address of the socket
     */
    DatagramPeer(
            Site site, InetSocketAddress remote, InetSocketAddress bound, SerialExecutor serial) {
        this.site = site;
        this.remoteAddress = remote;
        this.boundAddress = bound;
        this.serial = serial;
        service = new GuardedService(site.terms.service(), this, this::failed);
        visit = site.opened(remote);
    }

    /** What its port knows it by. */
    abstract DatagramSource source();

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
            closeReason.compareAndSet(null, CloseReason.BAD_FRAME);
        }
    }

    /** The server shuts down, and this is the last that is served. */
    void drain() {
        draining = true;
        service.drain();
    }

    /** The server shuts down for good: what still waits is dropped. */
    void cut() {
        closeReason.compareAndSet(null, CloseReason.CUT);
    }

    /** The source is forgotten. */
    void end(CloseReason reason) {
        closeReason.compareAndSet(null, reason);
        ended = true;
        PeerTasks own = tasks;
        if (own != null) own.end().forEach(service::run);
        service.close(reason(reason));
        long received = bytesReceived.get();
        visit.closed(received, bytesSent.get(), reason(reason), detail, failure);
    }

    private void failed(Throwable error) {
        failure = error;
        closeReason.compareAndSet(null, CloseReason.SERVICE_FAILED);
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
        return SendResult.FULL;
    }

    /** Forgets the source: its next datagram opens a new exchange. */
    @Override
    public void close() {
        closeReason.compareAndSet(null, CloseReason.SERVICE_CLOSED);
    }

    @Override
    public void close(String words) {
        if (closeReason.compareAndSet(null, CloseReason.SERVICE_CLOSED)) detail = words;
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
        if (delay.isNegative()) throw new IllegalArgumentException("negative delay: " + delay);
        return tasks().schedule(task, delay, null);
    }

    @Override
    public PeerTimer every(Duration period, Runnable task) {
        if (!period.isPositive()) throw new IllegalArgumentException("no period: " + period);
        return tasks().schedule(task, period, period);
    }

    @Override
    public PeerTimer whenClosed(Runnable task) {
        return tasks().whenClosed(task);
    }

    private PeerTasks tasks() {
        PeerTasks known = tasks;
        if (known != null) return known;
        synchronized (this) {
            known = tasks;
            if (known == null) {
                known = new PeerTasks(this, Objects.requireNonNull(timers));
                tasks = known;
                if (ended) known.end();
            }
            return known;
        }
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
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public SocketAddress localAddress() {
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

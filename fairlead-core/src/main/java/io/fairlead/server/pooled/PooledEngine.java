package io.fairlead.server.pooled;

import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_NONBLOCK;

import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.server.blocking.BlockingStream;
import io.fairlead.server.blocking.HandlerStream;
import io.fairlead.server.blocking.VirtualWait;
import io.fairlead.server.site.Channels;
import io.fairlead.server.site.Deadlines;
import io.fairlead.server.site.Doorway;
import io.fairlead.server.site.Driver;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.LoopAcceptor;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.Refusal;
import io.fairlead.server.site.Site;
import io.fairlead.server.watch.DeadlineWheel;
import io.fairlead.server.watch.LoopClock;
import io.fairlead.service.Handler;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads that one event loop carries, one for each connection: blocking style, without a
 * hand-off to the thread that waits.
 *
 * <p>All but what {@link Engine} has belongs to the loop's thread and the threads that it carries.
 */
public final class PooledEngine implements Engine, Doorway, PooledTenant {
    private final Site site;
    private final NativeListener listener;
    private final boolean tcp;
    private final PooledLoop loop;
    private final LoopAcceptor acceptor;
    private final DeadlineWheel wheel;
    private final LoopClock clock;
    private final Terms refusalTerms;
    private final long lookAgainNs;
    private final SockaddrStorage address = new SockaddrStorage();
    private final PooledWorkers workers;
    private @Nullable Sockaddr lastLocal;
    private boolean draining;
    private final AtomicInteger count = new AtomicInteger();
    private volatile List<Thread> serving = List.of(); // when the rest was cut

    /**
     * @param placesMax connections at a time: this loop's share of the server's limit
     */
    public PooledEngine(Site site, NativeListener listener, int placesMax) throws IOException {
        VirtualWait.prepare(); // a handler may use sockets of the JDK's
        this.site = site;
        this.listener = listener;
        tcp = listener.endpoint().scheme() == Endpoint.Scheme.TCP;
        loop = new PooledLoop(this, site);
        workers = new PooledWorkers(loop);
        acceptor = new LoopAcceptor(site, this, placesMax, this::serve, this::refuse);
        refusalTerms = site.terms.with(Codec.raw(), Refusal.service(site.limits()));
        clock = new LoopClock(site.terms.clockNs());
        wheel = new DeadlineWheel(clock.refresh());
        lookAgainNs = Deadlines.lookAgainNs(site.limits());
        loop.watchListener(listener.fd(), true, true);
    }

    PooledLoop loop() {
        return loop;
    }

    DeadlineWheel wheel() {
        return wheel;
    }

    long lookAgainNs() {
        return lookAgainNs;
    }

    LoopClock clock() {
        return clock;
    }

    long nowNs() {
        return site.terms.clockNs().getAsLong();
    }

    // ---- accepting ----

    @Override
    public @Nullable LoopSocket accept() throws IOException {
        int fd;
        do {
            fd = loop.calls().accept4(listener.fd(), address, SOCK_NONBLOCK | SOCK_CLOEXEC);
        } while (fd == -Errno.EINTR || fd == -Errno.ECONNABORTED);
        if (fd == -Errno.EAGAIN) return null;
        NativeErrors.check(fd);
        Sockaddr remote = address.get();
        Sockaddr local = local(fd);
        return site.handler == null
                ? new PooledSessionSocket(this, fd, remote, local, !tcp)
                : new PooledSocket(this, fd, remote, local, !tcp);
    }

    /** A listener at one address accepts at no other; most connections share one object. */
    private Sockaddr local(int fd) {
        Sockaddr last = lastLocal;
        if (last != null && !listener.endpoint().isWildcard()) return last;
        loop.calls().getsockname(fd, address);
        Sockaddr local = address.get();
        if (last != null && last.equals(local)) return last;
        lastLocal = local;
        return local;
    }

    @Override
    public void watchListener(boolean accepting) {
        try {
            loop.watchListener(listener.fd(), false, accepting);
        } catch (IOException e) {
            throw new IllegalStateException("epoll_ctl of " + site.endpoint + " failed", e);
        }
    }

    @Override
    public void closeListener() {
        Channels.close(listener);
    }

    private void serve(LoopSocket accepted) {
        PooledSocket socket = (PooledSocket) accepted;
        Handler handler = site.handler;
        if (handler != null) {
            begin(socket, new HandlerStream(site, handler, socket, socket));
        } else {
            begin(socket, new BlockingStream(site, site.terms, socket, socket));
        }
    }

    private void refuse(LoopSocket accepted) {
        PooledSocket socket = (PooledSocket) accepted;
        socket.refuse();
        begin(socket, new BlockingStream(site, refusalTerms, socket, socket));
    }

    private void begin(PooledSocket socket, Runnable conversation) {
        count.incrementAndGet();
        try {
            if (socket instanceof PooledSessionSocket own
                    && conversation instanceof BlockingStream session) {
                own.begin(session);
            } else {
                Thread thread = loop.thread(conversation);
                socket.begin(thread);
                thread.start();
            }
        } catch (IOException | OutOfMemoryError e) { // out of memory for one more
            failed(socket, e);
        }
    }

    private void failed(PooledSocket socket, Throwable error) {
        if (!socket.isRefused()) site.sources.remove(socket.remoteAddress());
        socket.end();
        IOException failure = new IOException("no memory for a connection", error);
        site.acceptFailed(failure, Duration.ZERO, true);
    }

    /** A connection has ended, and its socket is closed. */
    void ended(PooledSocket socket) {
        count.decrementAndGet();
        if (socket.isRefused()) {
            acceptor.refusalEnded();
        } else {
            acceptor.placeFreed();
        }
    }

    boolean isDraining() {
        return draining;
    }

    PooledWorkers workers() {
        return workers;
    }

    // ---- the loop's turns ----

    @Override
    public void onAcceptable() {
        acceptor.accept();
    }

    @Override
    public long waitNs() {
        if (workers.isWanted()) return 0;
        long nowNs = nowNs();
        long waitNs = wheel.waitNs(nowNs);
        if (acceptor.retryNs() == Long.MAX_VALUE) return waitNs;
        return Math.min(waitNs, Math.max(0, acceptor.retryNs() - nowNs));
    }

    @Override
    public void onTurn() {
        long nowNs = clock.refresh();
        acceptor.retryIfTime(nowNs);
        wheel.advance(nowNs);
        workers.call();
    }

    @Override
    public boolean isOver() {
        return draining && count.get() == 0;
    }

    @Override
    public void end() {
        acceptor.close();
        loop.sockets().forEach(PooledSocket::close);
        workers.close();
    }

    private void startDraining() {
        if (draining) return;
        draining = true;
        acceptor.close();
        listed().forEach(Driver::drain);
    }

    private void cutAll() {
        serving =
                loop.sockets().stream()
                        .map(socket -> socket.owner)
                        .filter(Objects::nonNull)
                        .toList();
        listed().forEach(Driver::cut);
    }

    @Override
    public List<Driver> listed() {
        Stream<PooledSocket> sockets = loop.sockets().stream();
        return sockets.map(PooledSocket::driver).flatMap(Stream::ofNullable).toList();
    }

    // ---- Engine: any thread ----

    @Override
    public Site site() {
        return site;
    }

    @Override
    public void start() throws IOException {
        loop.thread().start();
    }

    @Override
    public void discard() {
        loop.end();
    }

    @Override
    public void drain() {
        loop.act(this::startDraining);
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return loop.thread().awaitEnd(timeout);
    }

    @Override
    public int cut() {
        int left = count.get();
        loop.act(this::cutAll);
        return left;
    }

    @Override
    public boolean isServing() {
        return loop.thread().isCurrent() || Thread.currentThread().equals(loop.runningThread());
    }

    @Override
    public List<Thread> busy() {
        List<Thread> left = serving.stream().filter(Thread::isAlive).toList();
        return left.isEmpty() ? List.of(loop.holder()) : left;
    }
}

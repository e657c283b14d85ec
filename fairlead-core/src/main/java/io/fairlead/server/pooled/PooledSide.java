package io.fairlead.server.pooled;

import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.server.blocking.BlockingStream;
import io.fairlead.server.blocking.VirtualWait;
import io.fairlead.server.site.Deadlines;
import io.fairlead.server.site.Driver;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.Site;
import io.fairlead.server.watch.DeadlineWheel;
import io.fairlead.server.watch.LoopClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Connections served by virtual threads that one event loop carries: what those that are accepted
 * and those that are made have in common.
 *
 * <p>All but what {@link Engine} has belongs to the loop's thread and the threads that it carries.
 */
abstract class PooledSide implements Engine, PooledTenant {
    final Site site;
    private final PooledLoop loop;
    private final DeadlineWheel wheel;
    private final LoopClock clock;
    private final long lookAgainNs;
    private final PooledWorkers workers;
    private final SockaddrStorage address = new SockaddrStorage();
    private boolean draining;
    private final AtomicInteger count = new AtomicInteger();
    private volatile List<Thread> serving = List.of(); // when the rest was cut

    PooledSide(Site site) throws IOException {
        VirtualWait.prepare(); // a handler may use sockets of the JDK's
        this.site = site;
        loop = new PooledLoop(this, site);
        workers = new PooledWorkers(loop);
        clock = new LoopClock(site.terms.clockNs());
        wheel = new DeadlineWheel(clock.refresh());
        lookAgainNs = Deadlines.lookAgainNs(site.limits());
    }

    final PooledLoop loop() {
        return loop;
    }

    final DeadlineWheel wheel() {
        return wheel;
    }

    final long lookAgainNs() {
        return lookAgainNs;
    }

    final LoopClock clock() {
        return clock;
    }

    final long nowNs() {
        return site.terms.clockNs().getAsLong();
    }

    final boolean isTcp() {
        return site.endpoint.scheme().isTcp();
    }

    /** The address of this end. */
    final Sockaddr local(int fd) {
        loop.calls().getsockname(fd, address);
        return address.get();
    }

    /** The address of the other end; null if there is none. */
    final @Nullable Sockaddr remote(int fd) {
        return loop.calls().getpeername(fd, address) < 0 ? null : address.get();
    }

    // ---- connections ----

    /**
     * Has a connection served.
     *
     * @throws IOException if there is no memory for one more: the socket is to be ended
     */
    final void begin(PooledSocket socket, Runnable conversation) throws IOException {
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
        } catch (IOException | OutOfMemoryError e) {
            throw new IOException("no memory for a connection", e);
        }
    }

    /** A connection has ended, and its socket is closed. */
    final void ended(PooledSocket socket) {
        count.decrementAndGet();
        left(socket);
    }

    /** It has ended. */
    abstract void left(PooledSocket socket);

    /** No connection follows. */
    abstract void close();

    final boolean isDraining() {
        return draining;
    }

    final PooledWorkers workers() {
        return workers;
    }

    // ---- the loop's turns ----

    @Override
    public long waitNs() {
        return workers.isWanted() ? 0 : wheel.waitNs(nowNs());
    }

    @Override
    public void onTurn() {
        wheel.advance(clock.refresh());
        workers.call();
    }

    @Override
    public final boolean isOver() {
        return draining && count.get() == 0;
    }

    @Override
    public final void end() {
        close();
        loop.sockets().forEach(PooledSocket::close);
        workers.close();
    }

    private void startDraining() {
        if (draining) return;
        draining = true;
        close();
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

    // ---- Engine: any thread ----

    @Override
    public final List<Driver> listed() {
        Stream<PooledSocket> sockets = loop.sockets().stream();
        return sockets.map(PooledSocket::driver).flatMap(Stream::ofNullable).toList();
    }

    @Override
    public final Site site() {
        return site;
    }

    @Override
    public final void start() throws IOException {
        loop.thread().start();
    }

    @Override
    public final void discard() {
        loop.end();
    }

    @Override
    public void stopAccepting() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.act(() -> {
            close();
            done.countDown();
        });
        boolean _ = done.await(CUT_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS); // it may have ended
    }

    @Override
    public boolean isEmpty() {
        return count.get() == 0;
    }

    @Override
    public void drain() {
        loop.act(this::startDraining);
    }

    @Override
    public final boolean awaitEnd(Duration timeout) throws InterruptedException {
        return loop.thread().awaitEnd(timeout);
    }

    @Override
    public final int cut() {
        int left = count.get();
        loop.act(this::cutAll);
        return left;
    }

    @Override
    public final boolean isServing() {
        return loop.thread().isCurrent() || Thread.currentThread().equals(loop.runningThread());
    }

    @Override
    public final List<Thread> busy() {
        List<Thread> left = serving.stream().filter(Thread::isAlive).toList();
        return left.isEmpty() ? List.of(loop.holder()) : left;
    }
}

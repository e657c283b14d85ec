package io.fairlead.server.pooled;

import static io.fairlead.posix.Epoll.EPOLLIN;
import static io.fairlead.posix.Epoll.EPOLL_CTL_ADD;
import static io.fairlead.posix.Epoll.EPOLL_CTL_MOD;

import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Epoll;
import io.fairlead.posix.Errno;
import io.fairlead.posix.PollTimeout;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;
import io.fairlead.server.host.LoopRunner;
import io.fairlead.server.host.LoopThread;
import io.fairlead.server.host.StallWatch;
import io.fairlead.server.site.Site;
import io.fairlead.server.watch.FailureLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread that carries virtual threads and waits for their sockets.
 *
 * <pre>
 *   ┌─▶ run each runnable thread until it waits ─▶ epoll_wait ─▶ who is ready is runnable ─┐
 *   └──── deadlines ◀─── what other threads asked for ◀────────────────────────────────────┘
 * </pre>
 *
 * <p>Belongs to its own thread, and so to the virtual threads that it carries, one at a time; only
 * {@link #execute}, {@link #act}, {@link #thread(Runnable)} and {@link #unpin} are for any.
 */
final class PooledLoop implements Executor, LoopRunner.Loop, StallWatch.Loop {
    private static final int EVENTS_MAX = 1024;
    private static final int SCRATCH_BYTES = 64 * 1024;
    private static final long LISTENER = -1;
    private static final long MAIL = -2;

    /** Transfers that a thread makes without a wait before it lets the others run. */
    private static final int TRANSFERS_MAX = 64;

    private final Posix posix = new Posix();
    private final SocketCalls calls = new SocketCalls(posix);
    private final Descriptors descriptors = new Descriptors(posix);
    private final Epoll epoll = new Epoll(posix, EVENTS_MAX);
    private final PooledMail mail = new PooledMail(posix);
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final PooledTenant tenant;
    private final LoopThread thread;
    private final ThreadFactory threads;
    private final ArrayDeque<Runnable> runnable = new ArrayDeque<>();
    private volatile @Nullable PooledSocket[] sockets = new PooledSocket[64]; // by descriptor
    private int transfers;

    private volatile boolean pinned; // for any thread

    // Written by this thread, without a fence; read by who looks for stalls.
    private final AtomicLong runs = new AtomicLong();
    private final AtomicReference<@Nullable Runnable> running = new AtomicReference<>();

    PooledLoop(PooledTenant tenant, Site site) throws IOException {
        this.tenant = tenant;
        thread = new LoopThread(site, "fairlead loop", this);
        threads = PooledThreads.factory(this, "fairlead pooled " + site.endpoint);
        try {
            NativeErrors.check(epoll.fd());
            NativeErrors.check(mail.fd());
            NativeErrors.check(epoll.epollCtl(EPOLL_CTL_ADD, mail.fd(), EPOLLIN, MAIL));
        } catch (IOException e) {
            mail.close();
            epoll.close();
            throw e;
        }
    }

    LoopThread thread() {
        return thread;
    }

    SocketCalls calls() {
        return calls;
    }

    /** For transfers from and to the heap: valid until the caller waits. */
    ByteBuffer scratch() {
        return scratch.clear();
    }

    // ---- the loop ----

    @Override
    public StallWatch.Loop watched() {
        return this;
    }

    @Override
    public void serve() throws IOException {
        while (true) {
            runThreads();
            if (tenant.isOver()) return; // the last thread may just have ended
            attend(runnable.isEmpty());
        }
    }

    @Override
    public void end() {
        try {
            tenant.end();
            runThreads(); // those that were let go
        } finally {
            for (Runnable task; (task = runnable.poll()) != null; ) PooledMail.forward(task);
            mail.end();
            epoll.close();
        }
    }

    private void runThreads() {
        for (int left = runnable.size(); left > 0; left--) {
            Runnable task = runnable.remove();
            transfers = 0;
            running.setRelease(task);
            runs.setRelease(runs.getPlain() + 1);
            guarded(task);
        }
        running.setRelease(null);
    }

    /** Nothing that goes wrong for one connection may end the others. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) { // see above
            FailureLog.SHARED.log("a task of an event loop failed", e);
        }
    }

    /**
     * Waits for events, unless {@code idle} is false, and deals with all but the threads. Also
     * called by a thread that is pinned to the loop and waits for a socket.
     */
    void attend(boolean idle) throws IOException {
        long waitNs = idle ? tenant.waitNs() : 0;
        int count = await(waitNs);
        for (int i = 0; i < count; i++) onEvent(epoll.data(i), epoll.events(i));
        for (Runnable action; (action = mail.nextAction()) != null; ) guarded(action);
        for (Runnable task; (task = mail.nextThread()) != null; ) runnable.add(task);
        tenant.onTurn();
    }

    private int await(long waitNs) throws IOException {
        boolean sleeps = waitNs > 0 && mail.fallAsleep();
        int count = epoll.epollWait(sleeps ? PollTimeout.millis(waitNs) : 0);
        if (waitNs > 0) mail.wokeUp();
        if (count == -Errno.EINTR) return 0;
        NativeErrors.check(count);
        return count;
    }

    private void onEvent(long data, int events) {
        if (data == LISTENER) {
            tenant.onAcceptable();
        } else if (data == MAIL) {
            mail.drained();
        } else {
            PooledSocket socket = sockets[(int) data];
            if (socket != null) socket.ready(events);
        }
    }

    // ---- threads that cannot leave the loop while they wait ----

    /** True after {@link #unpin}, until a thread waits that does leave. */
    boolean isPinned() {
        return pinned;
    }

    /**
     * A thread with a native frame on its stack, or in a class initializer, is parked and keeps the
     * loop from hearing what would unpark it: has it look itself. For any thread.
     */
    @Override
    public void unpin(Thread parked) {
        pinned = true;
        LockSupport.unpark(parked);
    }

    /** A wait of a virtual thread that may be pinned: it does the loop's work meanwhile. */
    void waitPinned() throws IOException {
        long run = runs.getPlain();
        letOthersRun();
        if (runs.getPlain() == run) {
            attend(true);
        } else {
            pinned = false; // this one was not: it comes again, to park
        }
    }

    // ---- sockets ----

    /** Begins to watch a listener, or goes on or pauses. */
    void watchListener(int fd, boolean first, boolean accepting) throws IOException {
        int op = first ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
        NativeErrors.check(epoll.epollCtl(op, fd, accepting ? EPOLLIN : 0, LISTENER));
    }

    void add(PooledSocket socket, int fd, int events) throws IOException {
        if (fd >= sockets.length) sockets = Arrays.copyOf(sockets, Math.max(fd + 1, 2 * fd));
        boolean known = sockets[fd] != null; // it has been an attempt to connect
        sockets[fd] = socket;
        int op = known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
        NativeErrors.check(epoll.epollCtl(op, fd, events, fd));
    }

    /** Changes what a socket is watched for. */
    void watch(int fd, int events) {
        epoll.epollCtl(EPOLL_CTL_MOD, fd, events, fd);
    }

    /** The sockets that are open, or for another thread, those that were a moment ago. */
    List<PooledSocket> sockets() {
        return Arrays.stream(sockets).filter(Objects::nonNull).toList();
    }

    /** Closes a socket's descriptor, which ends the watch. */
    void close(int fd) {
        if (fd < sockets.length) sockets[fd] = null;
        descriptors.close(fd);
    }

    /** A thread has read or written: after many without a wait, it lets the others run. */
    void transferred() {
        if (++transfers < TRANSFERS_MAX) return;
        transfers = 0;
        letOthersRun();
    }

    @SuppressWarnings("ThreadPriorityCheck") // for a virtual thread, yield does what it says
    private static void letOthersRun() {
        Thread.yield();
    }

    // ---- any thread ----

    /** Makes a virtual thread that this loop carries. */
    Thread thread(Runnable task) {
        return threads.newThread(task);
    }

    /** Has a virtual thread of this loop run on: called by the JDK. */
    @Override
    public void execute(Runnable task) {
        if (thread.isCurrent()) {
            runnable.add(task);
        } else {
            mail.postThread(task);
        }
    }

    /** Has the loop's thread run {@code action}, which never waits; nothing if it has ended. */
    void act(Runnable action) {
        mail.postAction(action);
    }

    /** Counts how often a virtual thread was let run. */
    @Override
    public long pulse() {
        return running.getAcquire() == null ? WAITS : runs.getAcquire();
    }

    @Override
    public Thread holder() {
        return Objects.requireNonNullElse(runningThread(), thread.thread());
    }

    /** The virtual thread that runs now; null if none does, or the JDK does not say. */
    @Nullable Thread runningThread() {
        Runnable task = running.getAcquire();
        return task == null ? null : PooledThreads.threadOf(task);
    }
}

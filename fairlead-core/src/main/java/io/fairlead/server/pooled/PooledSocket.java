package io.fairlead.server.pooled;

import static io.fairlead.posix.Epoll.EPOLLERR;
import static io.fairlead.posix.Epoll.EPOLLET;
import static io.fairlead.posix.Epoll.EPOLLHUP;
import static io.fairlead.posix.Epoll.EPOLLIN;
import static io.fairlead.posix.Epoll.EPOLLOUT;
import static io.fairlead.posix.Epoll.EPOLLPRI;
import static io.fairlead.posix.Epoll.EPOLLRDHUP;

import io.fairlead.connection.CallDeadline;
import io.fairlead.posix.Linger;
import io.fairlead.posix.Sockaddr;
import io.fairlead.server.blocking.BlockingSocket;
import io.fairlead.service.DeadlineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection's descriptor, on which virtual threads of one loop wait: a thread that waits is
 * parked, and the loop that runs it also hears of its input.
 *
 * <pre>
 *   recv ─ enough ─▶ readable     recv ─ fewer than asked for ─▶ not readable: park
 *     ▲                                                              │
 *     └──────────────── epoll: there is input (edge) ◀───────────────┘
 * </pre>
 *
 * <p>All calls are made on the loop's thread: by the virtual thread that owns the connection, or by
 * one that is started there for a caller from elsewhere. So no other thread is ever between finding
 * the descriptor and using it, and it may be closed at any time.
 */
class PooledSocket extends PooledWatched implements BlockingSocket {
    private static final int WATCHED = EPOLLIN | EPOLLRDHUP | EPOLLPRI | EPOLLET;

    private @Nullable Thread inputWaiter;
    private @Nullable Thread outputWaiter;
    private boolean writable;
    private boolean over;
    private volatile boolean resets;

    /**
     * @param exact true if a read may bring less than there is: a Unix-domain socket's does, where
     *     descriptors were sent with the bytes
     */
    PooledSocket(PooledSide side, int fd, Sockaddr remote, Sockaddr local, boolean exact) {
        super(side, fd, remote, local, exact);
    }

    /** Begins to watch the socket, for the thread that is to serve it to its end. */
    void begin(Thread thread) throws IOException {
        owner = thread;
        begin();
    }

    /** Begins to watch the socket, and when to look at its deadlines. */
    final void begin() throws IOException {
        loop.add(this, fd, WATCHED);
        lookAgain();
    }

    /** There is something for a session that has no thread while it waits. */
    void called() {}

    // ---- what the loop tells ----

    /** Epoll has found something: called by the loop. */
    void ready(int events) {
        // After the end of input or urgent data (TCP), no further edge may come for what is there.
        if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR | EPOLLPRI)) != 0) exact = true;
        if ((events & EPOLLERR) != 0) lost();
        if ((events & ~EPOLLOUT) != 0) {
            readable = true;
            LockSupport.unpark(inputWaiter);
            called();
        }
        if ((events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0) {
            writable = true;
            LockSupport.unpark(outputWaiter);
        }
    }

    @Override
    final void endWaits() {
        LockSupport.unpark(inputWaiter);
        LockSupport.unpark(outputWaiter);
    }

    @Override
    final boolean hasProgress() {
        boolean takes = outputWaiter != null && writable;
        if (!peeks()) return takes;
        ready(EPOLLIN);
        return true;
    }

    // ---- waiting ----

    @Override
    public boolean awaitsInput() {
        return true;
    }

    @Override
    public void awaitInput(@Nullable Duration timeout) throws IOException {
        if (!Thread.currentThread().equals(owner)) {
            elsewhere(() -> awaitInputHere(timeout));
        } else if (timeout != null) {
            awaitInputHere(timeout);
        } else {
            // As few frames as can be: the stack of a thread that waits is kept on the heap.
            while (!hasInput()) {
                checkInterrupted();
                inputWaiter = owner;
                if (loop.isPinned()) {
                    loop.waitPinned();
                } else {
                    LockSupport.park();
                }
                inputWaiter = null;
            }
        }
    }

    private int awaitInputHere(@Nullable Duration timeout) throws IOException {
        long endNs = timeout == null ? NEVER : side.nowNs() + timeout.toNanos();
        while (!hasInput()) {
            if (timeout != null && side.nowNs() >= endNs) {
                if (peeks()) return 0; // the loop may not have asked since
                throw new DeadlineException("nothing arrived within " + timeout.toMillis() + " ms");
            }
            inputWaiter = Thread.currentThread();
            parkUntil(endNs);
            inputWaiter = null;
        }
        return 0;
    }

    private void awaitOutput(@Nullable Duration timeout) throws IOException {
        long endNs = timeout == null ? NEVER : side.nowNs() + timeout.toNanos();
        writable = false;
        loop.watch(fd, WATCHED | EPOLLOUT);
        while (!writable) {
            checkOpen();
            if (timeout != null && side.nowNs() >= endNs) {
                throw new DeadlineException(
                        "nothing was sent within " + timeout.toMillis() + " ms");
            }
            outputWaiter = Thread.currentThread();
            parkUntil(endNs);
            outputWaiter = null;
        }
        if (!closed) loop.watch(fd, WATCHED);
    }

    private void parkUntil(long endNs) throws IOException {
        if (endNs != NEVER) endsWaitAt(endNs);
        checkInterrupted();
        if (loop.isPinned()) {
            loop.waitPinned();
        } else {
            LockSupport.park();
        }
    }

    @Override
    public void wake() {
        woken = true;
        LockSupport.unpark(owner);
    }

    @Override
    public void endInput(BooleanSupplier reading) {
        inputOver = true;
        LockSupport.unpark(inputWaiter);
    }

    // ---- transfers ----

    @Override
    public int tryRead(ByteBuffer into) throws IOException {
        if (!isHere()) return elsewhere(() -> read(into));
        loop.transferred();
        return read(into);
    }

    @Override
    public int read(ByteBuffer into, @Nullable Duration timeout) throws IOException {
        return tryRead(into);
    }

    @Override
    public void write(ByteBuffer from, @Nullable Duration timeout) throws IOException {
        if (!isHere()) {
            elsewhere(() -> writeAll(from, timeout));
        } else {
            writeAll(from, timeout);
        }
    }

    private int writeAll(ByteBuffer from, @Nullable Duration timeout) throws IOException {
        CallDeadline deadline = new CallDeadline(timeout);
        while (from.hasRemaining()) {
            write(from);
            if (from.hasRemaining()) awaitOutput(deadline.left());
        }
        loop.transferred();
        return 0;
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (isHere()) {
            shutdown();
        } else {
            elsewhere(this::shutdown);
        }
    }

    private int elsewhere(Callable<Integer> call) throws IOException {
        return PooledCall.make(loop, call, this::close); // an interrupt closes, as channels do
    }

    // ---- the end ----

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void resetOnClose() {
        resets = true;
    }

    @Override
    public void end() {
        if (over) return;
        over = true; // once: its place is given back here
        close();
        side.ended(this);
    }

    @Override
    public void close() {
        if (closed) return;
        if (!isHere()) {
            loop.act(this::close);
            return;
        }
        closed = true;
        if (resets) Linger.set(loop.calls(), fd, 0);
        side.wheel().remove(this);
        loop.close(fd);
        endWaits();
        called();
    }
}

package io.fairlead.server.descriptor;

import static io.fairlead.posix.Epoll.EPOLLIN;
import static io.fairlead.posix.Epoll.EPOLL_CTL_ADD;
import static io.fairlead.posix.Epoll.EPOLL_CTL_DEL;
import static io.fairlead.posix.Epoll.EPOLL_CTL_MOD;

import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Epoll;
import io.fairlead.posix.Errno;
import io.fairlead.posix.PollTimeout;
import io.fairlead.posix.Posix;
import io.fairlead.server.site.Waker;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for descriptors of any kind, and calls whoever watches those that are ready: sockets, and
 * processes (pidfd). All but {@link #wake} belongs to one thread.
 */
public final class Reactor implements AutoCloseable {
    private static final int EVENTS_MAX = 64;
    private static final int WAKER = -1;

    public final Posix posix = new Posix();
    private final Epoll epoll = new Epoll(posix, EVENTS_MAX);
    private final Waker waker = new Waker(posix);
    private final Slots<IntConsumer> watchers = new Slots<>();

    public Reactor() throws IOException {
        try {
            NativeErrors.check(epoll.fd());
            NativeErrors.check(waker.fd());
            NativeErrors.check(epoll.epollCtl(EPOLL_CTL_ADD, waker.fd(), EPOLLIN, WAKER));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Begins to watch a descriptor, level-triggered.
     *
     * @param watcher is given the events, as in epoll_ctl(2)
     * @return a number for {@link #change} and {@link #forget}
     */
    public int watch(int fd, int events, IntConsumer watcher) throws IOException {
        int slot = watchers.add(watcher);
        int result = epoll.epollCtl(EPOLL_CTL_ADD, fd, events, slot);
        if (result < 0) {
            watchers.remove(slot);
            throw NativeErrors.of(result);
        }
        return slot;
    }

    public void change(int slot, int fd, int events) {
        epoll.epollCtl(EPOLL_CTL_MOD, fd, events, slot);
    }

    /** Ends a watch; called before the descriptor is closed, of which others may have copies. */
    public void forget(int slot, int fd) {
        epoll.epollCtl(EPOLL_CTL_DEL, fd, 0, 0);
        watchers.remove(slot);
    }

    /**
     * Waits once, and calls the watchers of all that is ready: who looks at deadlines afterwards
     * has seen what came before them, also if this process was stopped meanwhile.
     *
     * @param timeoutNs how long to wait at most; {@link Long#MAX_VALUE} is for ever
     */
    public void await(long timeoutNs) throws IOException {
        int count = epoll.epollWait(PollTimeout.millis(timeoutNs));
        if (count == -Errno.EINTR) count = epoll.epollWait(0); // so a stop of the process ends
        for (int left = watchers.size(); ; left -= EVENTS_MAX) {
            if (count == -Errno.EINTR) return;
            NativeErrors.check(count);
            dispatch(count);
            if (count < EVENTS_MAX || left <= EVENTS_MAX) return;
            count = epoll.epollWait(0);
        }
    }

    private void dispatch(int count) {
        for (int i = 0; i < count; i++) {
            int slot = (int) epoll.data(i);
            if (slot == WAKER) {
                waker.drained();
                continue;
            }
            @Nullable IntConsumer watcher = watchers.get(slot);
            if (watcher != null) watcher.accept(epoll.events(i)); // it may have ended in this turn
        }
        watchers.reuseRemoved();
    }

    /** Ends a wait, also one that is about to begin. Safe for any thread. */
    public void wake() {
        waker.wake();
    }

    @Override
    public void close() {
        waker.close();
        epoll.close();
    }
}

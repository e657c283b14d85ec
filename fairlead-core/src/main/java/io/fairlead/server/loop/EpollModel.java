package io.fairlead.server.loop;

import static io.fairlead.net.socket.NativeErrors.check;
import static io.fairlead.posix.Epoll.EPOLLERR;
import static io.fairlead.posix.Epoll.EPOLLET;
import static io.fairlead.posix.Epoll.EPOLLHUP;
import static io.fairlead.posix.Epoll.EPOLLIN;
import static io.fairlead.posix.Epoll.EPOLLOUT;
import static io.fairlead.posix.Epoll.EPOLL_CTL_ADD;
import static io.fairlead.posix.Epoll.EPOLL_CTL_MOD;
import static io.fairlead.posix.SocketConstants.SOCK_NONBLOCK;

import io.fairlead.net.socket.NativeListener;
import io.fairlead.posix.Epoll;
import io.fairlead.posix.Errno;
import io.fairlead.posix.PollTimeout;
import io.fairlead.server.descriptor.NativeAccept;
import io.fairlead.server.descriptor.NativeCalls;
import io.fairlead.server.descriptor.NativeSocket;
import io.fairlead.server.descriptor.Slots;
import io.fairlead.server.site.Channels;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.Waker;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One reactor over epoll(7), without a line of C: epoll says which sockets are ready, and the loop
 * makes the calls.
 *
 * <p>Level-triggered: what a turn leaves unread is told again, so no turn has to read a socket dry,
 * and a message costs one recv and one send.
 */
public final class EpollModel implements Readiness {
    private static final int EVENTS_MAX = 1024;
    private static final long LISTENER = -1;
    private static final long WAKER = -2;

    private final NativeListener listener;
    private final NativeCalls calls = new NativeCalls();
    private final NativeAccept accepting;
    private final Epoll epoll = new Epoll(calls.posix, EVENTS_MAX);
    private final Waker waker = new Waker(calls.posix);
    private final Slots<LoopStream> streams = new Slots<>();

    public EpollModel(NativeListener listener) throws IOException {
        this.listener = listener;
        accepting = new NativeAccept(listener, calls, SOCK_NONBLOCK);
        try {
            check(epoll.fd());
            check(waker.fd());
            check(epoll.epollCtl(EPOLL_CTL_ADD, waker.fd(), EPOLLIN, WAKER));
            check(epoll.epollCtl(EPOLL_CTL_ADD, listener.fd(), EPOLLIN, LISTENER));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    // ---- accepting ----

    @Override
    public @Nullable LoopSocket accept() throws IOException {
        return accepting.accept();
    }

    @Override
    public void watchListener(boolean accepting) {
        epoll.epollCtl(EPOLL_CTL_MOD, listener.fd(), accepting ? EPOLLIN : 0, LISTENER);
    }

    @Override
    public void closeListener() {
        Channels.close(listener);
    }

    // ---- watching ----

    @Override
    public void add(LoopStream stream) throws IOException {
        int slot = streams.add(stream);
        stream.handle = slot;
        check(epoll.epollCtl(EPOLL_CTL_ADD, fd(stream), EPOLLIN, slot));
    }

    @Override
    public void watch(LoopStream stream, boolean input, boolean output) {
        int events = (input ? EPOLLIN : 0) | (output ? EPOLLOUT : 0);
        // An error or a hang-up is told in any case: once, where nothing is done that consumes it.
        if (events == 0) events = EPOLLET;
        epoll.epollCtl(EPOLL_CTL_MOD, fd(stream), events, (int) stream.handle);
    }

    @Override
    public void remove(LoopStream stream) {
        streams.remove((int) stream.handle); // closing the descriptor ends the watch
    }

    private static int fd(LoopStream stream) {
        return ((NativeSocket) stream.socket()).fd();
    }

    // ---- the wait ----

    @Override
    public void await(long timeoutNs, LoopEngine loop) throws IOException {
        int count = epoll.epollWait(PollTimeout.millis(timeoutNs));
        if (count == -Errno.EINTR) return;
        check(count);
        loop.awoke();
        for (int i = 0; i < count; i++) {
            long data = epoll.data(i);
            if (data == LISTENER) {
                loop.onAcceptable();
            } else if (data == WAKER) {
                waker.drained();
            } else {
                ready(streams.get((int) data), epoll.events(i));
            }
        }
        streams.reuseRemoved();
    }

    private static void ready(@Nullable LoopStream stream, int events) {
        if (stream == null) return; // it ended earlier in this turn
        boolean lost = (events & EPOLLERR) != 0;
        boolean over = lost || (events & EPOLLHUP) != 0;
        // What is watched for tells an error or a hang-up: the call, with its errno.
        if ((events & EPOLLOUT) != 0 || (over && stream.watchesOutput)) stream.onWritable();
        if ((events & ~EPOLLOUT) != 0 && stream.watchesInput) {
            stream.onReadable();
        } else if (lost) {
            stream.onLost();
        }
    }

    @Override
    public void wake() {
        waker.wake();
    }

    @Override
    public void close() {
        waker.close();
        epoll.close();
    }
}

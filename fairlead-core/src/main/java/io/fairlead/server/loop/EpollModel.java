package io.fairlead.server.loop;

import static io.fairlead.net.socket.NativeErrors.check;
import static io.fairlead.posix.Epoll.EPOLLERR;
import static io.fairlead.posix.Epoll.EPOLLET;
import static io.fairlead.posix.Epoll.EPOLLHUP;
import static io.fairlead.posix.Epoll.EPOLLIN;
import static io.fairlead.posix.Epoll.EPOLLOUT;
import static io.fairlead.posix.Epoll.EPOLL_CTL_ADD;
import static io.fairlead.posix.Epoll.EPOLL_CTL_DEL;
import static io.fairlead.posix.Epoll.EPOLL_CTL_MOD;
import static io.fairlead.posix.SocketConstants.SOCK_NONBLOCK;

import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.posix.Epoll;
import io.fairlead.posix.Errno;
import io.fairlead.posix.PollTimeout;
import io.fairlead.server.descriptor.NativeAccept;
import io.fairlead.server.descriptor.NativeCalls;
import io.fairlead.server.descriptor.NativeSocket;
import io.fairlead.server.descriptor.Pipes;
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
    private static final long WAKER = -1;
    private static final long FIRST_DOOR = -2; // the next one is -3

    private final NativeCalls calls = new NativeCalls();
    private final Epoll epoll = new Epoll(calls.posix, EVENTS_MAX);
    private final Waker waker = new Waker(calls.posix);
    private final Slots<LoopEntry> streams = new Slots<>();
    private final Slots<Runnable> doors = new Slots<>(); // what is run when one is ready

    public EpollModel() throws IOException {
        try {
            check(epoll.fd());
            check(waker.fd());
            check(epoll.epollCtl(EPOLL_CTL_ADD, waker.fd(), EPOLLIN, WAKER));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    // ---- accepting ----

    /** A door for {@code listener}, which it takes over. */
    public LoopDoor door(NativeListener listener) {
        return new Door(listener);
    }

    private final class Door implements LoopDoor {
        private final NativeListener listener;
        private final NativeAccept accepting;
        private long number;

        Door(NativeListener listener) {
            this.listener = listener;
            accepting = new NativeAccept(listener, calls, SOCK_NONBLOCK);
        }

        @Override
        public void open(Runnable onAcceptable) throws IOException {
            number = FIRST_DOOR - doors.add(onAcceptable);
            check(epoll.epollCtl(EPOLL_CTL_ADD, listener.fd(), EPOLLIN, number));
        }

        @Override
        public @Nullable LoopSocket accept() throws IOException {
            return accepting.accept();
        }

        @Override
        public void watchListener(boolean accepting) {
            if (number == 0) return; // it was never open, or is closed
            epoll.epollCtl(EPOLL_CTL_MOD, listener.fd(), accepting ? EPOLLIN : 0, number);
        }

        @Override
        public void closeListener() {
            if (number != 0) forget(listener.fd(), number);
            number = 0;
            Channels.close(listener);
        }
    }

    // ---- watching ----

    @Override
    public LoopInput input(int fd) {
        return new Input(fd);
    }

    @Override
    public boolean hasDescriptors() {
        return true;
    }

    private final class Input implements LoopInput {
        private final int fd;
        private long number;

        Input(int fd) {
            this.fd = fd;
        }

        @Override
        public void open(Runnable onReadable) throws IOException {
            number = FIRST_DOOR - doors.add(onReadable);
            check(epoll.epollCtl(EPOLL_CTL_ADD, fd, EPOLLIN, number));
        }

        @Override
        public void watch(boolean wanted) {
            epoll.epollCtl(EPOLL_CTL_MOD, fd, wanted ? EPOLLIN : EPOLLET, number);
        }

        @Override
        public void close() {
            if (number != 0) forget(fd, number);
            number = 0;
        }
    }

    /** Closing would not end the watch while another process has the socket, epoll(7). */
    private void forget(int fd, long number) {
        epoll.epollCtl(EPOLL_CTL_DEL, fd, 0, 0);
        doors.remove((int) (FIRST_DOOR - number));
    }

    @Override
    public void add(LoopEntry stream) throws IOException {
        int slot = streams.add(stream);
        stream.handle = slot;
        check(epoll.epollCtl(EPOLL_CTL_ADD, fd(stream), EPOLLIN, slot));
    }

    @Override
    public LoopSocket connect(ConnectTarget target) throws IOException {
        int fd = target.beginOnDescriptor();
        return new NativeSocket(fd, calls, target.remoteAddress(), calls.localAddress(fd));
    }

    @Override
    public void addConnecting(LoopAttempt attempt) throws IOException {
        int slot = streams.add(attempt);
        attempt.handle = slot;
        check(epoll.epollCtl(EPOLL_CTL_ADD, fd(attempt), EPOLLOUT, slot));
    }

    @Override
    public void addConnected(LoopAttempt attempt, LoopStream stream) throws IOException {
        int slot = (int) attempt.handle;
        stream.handle = slot;
        streams.replace(slot, stream);
        check(epoll.epollCtl(EPOLL_CTL_MOD, fd(stream), EPOLLIN, slot));
    }

    @Override
    public void watch(LoopEntry stream, boolean input, boolean output) {
        int events = (input ? EPOLLIN : 0) | (output ? EPOLLOUT : 0);
        // An error or a hang-up is told in any case: once, where nothing is done that consumes it.
        if (events == 0) events = EPOLLET;
        epoll.epollCtl(EPOLL_CTL_MOD, fd(stream), events, (int) stream.handle);
    }

    @Override
    public void remove(LoopEntry stream) {
        streams.remove((int) stream.handle); // closing the descriptor ends the watch
    }

    private static int fd(LoopEntry stream) {
        return ((NativeSocket) stream.socket()).fd();
    }

    // ---- the wait ----

    @Override
    public void await(long timeoutNs, EventLoop loop) throws IOException {
        int count = epoll.epollWait(PollTimeout.millis(timeoutNs));
        if (count == -Errno.EINTR) return;
        check(count);
        loop.awoke();
        for (int i = 0; i < count; i++) {
            long data = epoll.data(i);
            if (data >= 0) {
                ready(streams.get((int) data), epoll.events(i));
            } else if (data == WAKER) {
                waker.drained();
            } else {
                Runnable onReady = doors.get((int) (FIRST_DOOR - data));
                if (onReady != null) onReady.run();
            }
        }
        streams.reuseRemoved();
        doors.reuseRemoved();
    }

    private static void ready(@Nullable LoopEntry stream, int events) {
        if (stream == null) return; // it ended earlier in this turn
        boolean lost = (events & EPOLLERR) != 0;
        boolean over = lost || (events & EPOLLHUP) != 0;
        // What is watched for tells an error or a hang-up: the call, with its errno.
        if ((events & EPOLLOUT) != 0 || (over && stream.watchesOutput())) stream.onWritable();
        if ((events & ~EPOLLOUT) != 0 && stream.watchesInput()) {
            stream.onReadable();
        } else if (lost) {
            stream.onLost();
        }
    }

    @Override
    public Pipes pipes() {
        return calls.pipes;
    }

    @Override
    public void wake() {
        waker.wake();
    }

    @Override
    public void close() {
        waker.close();
        epoll.close();
        calls.pipes.close();
    }
}

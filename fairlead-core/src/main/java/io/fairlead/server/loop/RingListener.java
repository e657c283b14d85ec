package io.fairlead.server.loop;

import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;

import io.fairlead.net.socket.NativeErrors;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.posix.Errno;
import io.fairlead.posix.uring.CompletionQueue;
import io.fairlead.server.descriptor.NativeCalls;
import io.fairlead.server.site.Channels;
import io.fairlead.server.site.LoopSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The listener of a ring: one submission accepts connection after connection. Those that come while
 * accepting is being stopped wait here for a place. Belongs to the loop's thread.
 */
final class RingListener implements LoopDoor, RingDoors.Door {
    private final IoUringModel loop;
    private final NativeListener listener;
    private final @Nullable SocketAddress local;

    /** Descriptors, and {@code -errno} where accepting failed. */
    private final Queue<Integer> accepted = new ArrayDeque<>();

    private Runnable onAcceptable = () -> {};
    private long number; // completions say it
    private boolean wanted;
    private State state = State.IDLE;

    /** What the kernel has been asked for. */
    private enum State {
        /** Nothing. */
        IDLE,
        ACCEPTING,
        /** To stop accepting; its last completion is still to come. */
        CANCELLING,
        /** Nothing since accepting failed: the acceptor says when to go on. */
        FAILED
    }

    RingListener(IoUringModel loop, NativeListener listener, NativeCalls calls) {
        this.loop = loop;
        this.listener = listener;
        local = calls.acceptedAddress(listener);
    }

    @Override
    public void open(Runnable onAcceptable) {
        this.onAcceptable = onAcceptable;
        number = loop.opened(this);
        watchListener(true);
    }

    @Override
    public void watchListener(boolean accepting) {
        wanted = accepting;
        if (accepting) {
            begin();
        } else if (state == State.ACCEPTING) {
            state = State.CANCELLING;
            loop.submissions().cancel(number, IoUringModel.IGNORED);
        }
    }

    private void begin() {
        if (isAccepting()) return; // or it will begin again, when it has ended
        state = State.ACCEPTING;
        loop.submissions().acceptMultishot(listener.fd(), SOCK_CLOEXEC, number);
    }

    /** A completion: a connection, or an error. */
    @Override
    public boolean completed(int result, int flags) {
        boolean passing = isPassing(result);
        if (!passing) accepted.add(result);
        if (!CompletionQueue.more(flags)) {
            state = result < 0 && !passing ? State.FAILED : State.IDLE;
            if (wanted && state == State.IDLE) begin();
        }
        return false; // it is asked in each turn: a place may have become free
    }

    /** It was cancelled or interrupted, or the connection was gone before anybody had it. */
    private static boolean isPassing(int result) {
        return switch (result) {
            case -Errno.ECANCELED, -Errno.EINTR, -Errno.ECONNABORTED -> true;
            default -> false;
        };
    }

    /** True if {@link #accept} has something to tell that is wanted. */
    boolean hasAccepted() {
        return wanted && !accepted.isEmpty();
    }

    /** True until the kernel has let go of the listener. */
    boolean isAccepting() {
        return state == State.ACCEPTING || state == State.CANCELLING;
    }

    /** Has those who came accepted, if that is wanted. */
    @Override
    public void tell() {
        if (hasAccepted()) onAcceptable.run();
    }

    @Override
    public @Nullable LoopSocket accept() throws IOException {
        Integer fd = accepted.poll();
        if (fd == null) return null;
        NativeErrors.check(fd);
        NativeCalls calls = loop.calls();
        SocketAddress remote = calls.remoteAddress(fd);
        return new RingSocket(loop, fd, remote, local != null ? local : calls.localAddress(fd));
    }

    /** Waits until the kernel has let go of the listener: the port is free, then. */
    @Override
    public void closeListener() {
        if (isAccepting()) loop.awaitCancelled(() -> !isAccepting());
        close();
    }

    /** Closes the listener, and the connections that nobody has been told of. */
    private void close() {
        for (Integer fd; (fd = accepted.poll()) != null; ) {
            if (fd >= 0) loop.calls().descriptors.close(fd);
        }
        Channels.close(listener);
        if (number != 0) loop.closed(number);
        number = 0;
    }
}

package io.fairlead.connection;

import static io.fairlead.posix.Poll.POLLIN;
import static io.fairlead.posix.SocketConstants.SHUT_RDWR;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_NONBLOCK;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.ConnectedDescriptor;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;

/** Accepts from a bare descriptor: what is not there yet is waited for in poll(2). */
final class DescriptorAcceptor implements StreamAcceptor {
    private final NativeListener listener;
    private final SocketCalls calls = new SocketCalls(new Posix());
    private final ReadyWait ready = new ReadyWait();
    private final CallDeadline never = new CallDeadline(null);

    // Guarded by this, as is the descriptor: the last who uses it closes it, or its number could
    // be another's by the time of a call.
    private boolean accepting;
    private boolean closed;

    DescriptorAcceptor(NativeListener listener) {
        this.listener = listener;
    }

    @Override
    public BlockingTransport accept() throws NetException {
        enter();
        try {
            while (true) {
                SockaddrStorage peer = new SockaddrStorage();
                int fd = calls.accept4(listener.fd(), peer, SOCK_NONBLOCK | SOCK_CLOEXEC);
                if (isClosed()) throw new AsynchronousCloseException();
                if (fd >= 0) return transport(fd, peer);
                if (fd != -Errno.EAGAIN && fd != -Errno.EINTR && fd != -Errno.ECONNABORTED) {
                    throw NativeErrors.of(fd);
                }
                ready.await(listener.fd(), POLLIN, never, endpoint().toString());
            }
        } catch (IOException e) {
            throw NetException.of("accept", endpoint(), e);
        } finally {
            leave();
        }
    }

    private BlockingTransport transport(int fd, SockaddrStorage peer) {
        SockaddrStorage own = new SockaddrStorage();
        calls.getsockname(fd, own);
        return new DescriptorTransport(
                new ConnectedDescriptor(fd, peer.toSocketAddress(), own.toSocketAddress()),
                endpoint().toString());
    }

    private synchronized void enter() throws NetException {
        if (closed) throw NetException.of("accept", endpoint(), new AsynchronousCloseException());
        accepting = true;
    }

    private synchronized void leave() throws NetException {
        accepting = false;
        if (closed) listener.close();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public Endpoint endpoint() {
        return listener.endpoint();
    }

    @Override
    public synchronized void close() throws NetException {
        if (closed) return;
        closed = true;
        if (accepting) {
            calls.shutdown(listener.fd(), SHUT_RDWR); // wakes who waits in poll(2)
        } else {
            listener.close();
        }
    }
}

package io.fairlead.server;

import static io.fairlead.posix.InetConstants.IPPROTO_TCP;
import static io.fairlead.posix.InetConstants.TCP_NODELAY;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_KEEPALIVE;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NativeErrors;
import io.fairlead.net.NativeListener;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Accepts connections as bare descriptors; belongs to the thread of its {@link Posix}. */
final class NativeAccept {
    private final NativeListener listener;
    private final boolean tcp;
    private final SocketCalls calls;
    private final Descriptors descriptors;
    private final SockaddrStorage address = new SockaddrStorage();

    NativeAccept(NativeListener listener, Posix posix) {
        this.listener = listener;
        tcp = listener.endpoint().scheme() == Endpoint.Scheme.TCP;
        calls = new SocketCalls(posix);
        descriptors = new Descriptors(posix);
    }

    /**
     * Accepts one connection, if one waits.
     *
     * @param flags SOCK_NONBLOCK, or 0
     */
    @Nullable EpollSocket accept(int flags) throws IOException {
        int fd;
        do {
            fd = calls.accept4(listener.fd(), address, flags | SOCK_CLOEXEC);
        } while (fd == -Errno.EINTR || fd == -Errno.ECONNABORTED);
        if (fd == -Errno.EAGAIN) return null;
        if (fd < 0) throw NativeErrors.of(fd);
        SocketAddress remote = address.toSocketAddress();
        if (tcp) {
            // A failure means that the peer has gone, which the first read will tell.
            calls.setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
            calls.setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
        }
        calls.getsockname(fd, address);
        return new EpollSocket(fd, calls, descriptors, remote, address.toSocketAddress());
    }
}

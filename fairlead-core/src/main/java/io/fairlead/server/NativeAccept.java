package io.fairlead.server;

import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NativeListener;
import io.fairlead.posix.Errno;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections as bare descriptors for other processes, which want them in blocking mode.
 * Belongs to one thread.
 */
final class NativeAccept {
    private final NativeListener listener;
    private final boolean tcp;
    private final NativeCalls calls = new NativeCalls();

    NativeAccept(NativeListener listener) {
        this.listener = listener;
        tcp = listener.endpoint().scheme() == Endpoint.Scheme.TCP;
    }

    /** Accepts one connection, in blocking mode, if one waits. */
    @Nullable NativeSocket accept() throws IOException {
        int fd;
        do {
            fd = calls.sockets.accept4(listener.fd(), calls.address, SOCK_CLOEXEC);
        } while (fd == -Errno.EINTR || fd == -Errno.ECONNABORTED);
        if (fd == -Errno.EAGAIN) return null;
        NativeCalls.check(fd);
        SocketAddress remote = calls.address.toSocketAddress();
        if (tcp) calls.tcpOptions(fd);
        return new NativeSocket(fd, calls, remote, calls.localAddress(fd));
    }
}

package io.fairlead.server.descriptor;

import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;

import io.fairlead.net.socket.NativeErrors;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.posix.Errno;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Accepts connections as bare descriptors, with one call each. Belongs to one thread. */
public final class NativeAccept {
    private final NativeListener listener;
    private final NativeCalls calls;
    private final int flags;
    private final @Nullable SocketAddress local;

    /**
     * @param flags of accept4(2): {@code SOCK_NONBLOCK} or 0
     */
    public NativeAccept(NativeListener listener, NativeCalls calls, int flags) {
        this.listener = listener;
        this.calls = calls;
        this.flags = flags | SOCK_CLOEXEC;
        local = calls.acceptedAddress(listener);
    }

    /** Accepts one connection, if one waits. */
    public @Nullable NativeSocket accept() throws IOException {
        int fd;
        do {
            fd = calls.sockets.accept4(listener.fd(), calls.address, flags);
        } while (fd == -Errno.EINTR || fd == -Errno.ECONNABORTED);
        if (fd == -Errno.EAGAIN) return null;
        NativeErrors.check(fd);
        SocketAddress remote = calls.address.toSocketAddress();
        return new NativeSocket(fd, calls, remote, local != null ? local : calls.localAddress(fd));
    }
}

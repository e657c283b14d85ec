package io.fairlead.server.descriptor;

import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_ERROR;

import io.fairlead.net.socket.NativeListener;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The calls that a loop over bare descriptors makes. Belongs to the loop's thread. */
public final class NativeCalls {
    public final Posix posix = new Posix();
    final SocketCalls sockets = new SocketCalls(posix);
    public final Descriptors descriptors = new Descriptors(posix);
    public final Pipes pipes = new Pipes(this);
    final SockaddrStorage address = new SockaddrStorage();

    /** The peer's address; one that says nothing if the peer has gone already. */
    public SocketAddress remoteAddress(int fd) {
        int result = sockets.getpeername(fd, address);
        return result < 0 ? new InetSocketAddress(0) : address.toSocketAddress();
    }

    /**
     * The address at this end of every connection that a listener accepts; null if it listens at
     * any address, where each may have another.
     */
    public @Nullable SocketAddress acceptedAddress(NativeListener listener) {
        return listener.endpoint().isWildcard() ? null : localAddress(listener.fd());
    }

    /** What has happened to {@code fd}, as an errno, and takes note of it; 0 is nothing. */
    int pendingError(int fd) {
        return sockets.getsockopt(fd, SOL_SOCKET, SO_ERROR);
    }

    boolean isConnected(int fd) {
        return sockets.getpeername(fd, address) >= 0;
    }

    /** The address that {@code fd} is bound to. */
    public SocketAddress localAddress(int fd) {
        sockets.getsockname(fd, address);
        return address.toSocketAddress();
    }
}

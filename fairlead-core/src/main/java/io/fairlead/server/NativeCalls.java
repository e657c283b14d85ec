package io.fairlead.server;

import static io.fairlead.posix.InetConstants.IPPROTO_TCP;
import static io.fairlead.posix.InetConstants.TCP_NODELAY;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_KEEPALIVE;

import io.fairlead.net.NativeErrors;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** The calls that a loop over bare descriptors makes. Belongs to the loop's thread. */
final class NativeCalls {
    final Posix posix = new Posix();
    final SocketCalls sockets = new SocketCalls(posix);
    final Descriptors descriptors = new Descriptors(posix);
    final SockaddrStorage address = new SockaddrStorage();

    /** Throws the exception for {@code -errno}. */
    static void check(int result) throws IOException {
        if (result < 0) throw NativeErrors.of(result);
    }

    /** Sets what every accepted TCP connection has. */
    void tcpOptions(int fd) {
        // A failure means that the peer has gone, which the first read will tell.
        sockets.setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
        sockets.setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
    }

    /** The peer's address; one that says nothing if the peer has gone already. */
    SocketAddress remoteAddress(int fd) {
        int result = sockets.getpeername(fd, address);
        return result < 0 ? new InetSocketAddress(0) : address.toSocketAddress();
    }

    /** The address that {@code fd} is bound to. */
    SocketAddress localAddress(int fd) {
        sockets.getsockname(fd, address);
        return address.toSocketAddress();
    }
}

package io.fairlead.net.socket;

import static io.fairlead.posix.FileConstants.F_DUPFD_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_NONBLOCK;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.MulticastGroup;
import io.fairlead.posix.Posix;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrIn6;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * The steps from nothing to a bound socket that is a bare descriptor; each closes it when it fails.
 * Belongs to one thread.
 */
final class NativeOpening {
    private static final int STDERR_FILENO = 2;

    private final Posix posix = new Posix();
    private final SocketCalls calls = new SocketCalls(posix);
    private final Endpoint endpoint;
    private int fd;

    NativeOpening(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** IPv4 where IPv4 is meant. */
    static Sockaddr sockaddr(InetSocketAddress address) {
        if (address.getAddress() instanceof Inet6Address) return SockaddrIn6.of(address);
        int inet = ByteBuffer.wrap(address.getAddress().getAddress()).getInt();
        return new SockaddrIn(inet, address.getPort());
    }

    /** A socket that does not block, and that child processes do not get. */
    void socket(int family, int type) throws NetException {
        fd = calls.socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (fd < 0) throw NetException.of("socket", endpoint, NativeErrors.of(fd));
    }

    /** Another descriptor for a socket that is there, which child processes do not get. */
    void duplicate(int other) throws NetException {
        fd = new Descriptors(posix).fcntl(other, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
        if (fd < 0) throw NetException.of("fcntl", endpoint, NativeErrors.of(fd));
    }

    int fd() {
        return fd;
    }

    void option(int level, int name, int value) throws NetException {
        check("setsockopt", calls.setsockopt(fd, level, name, value));
    }

    void times(TcpTimes times) throws NetException {
        try {
            times.set(calls, fd);
        } catch (IOException e) {
            throw failed("setsockopt", e);
        }
    }

    /** False if the system does not know the option, or refuses it. */
    boolean tryOption(int level, int name, int value) {
        return calls.setsockopt(fd, level, name, value) == 0;
    }

    /** The value of an option, or {@code -errno}. */
    int optionOf(int level, int name) {
        return calls.getsockopt(fd, level, name);
    }

    /** Datagrams to IPv4 groups leave by that interface. */
    void multicastInterface(int index) throws NetException {
        check("setsockopt", MulticastGroup.sendBy(calls, fd, index));
    }

    /** Groups that other sockets have joined are not heard. */
    void hearOnlyJoined() {
        MulticastGroup.hearOnlyJoined(calls, fd);
    }

    void bind(Sockaddr address) throws NetException {
        check("bind", calls.bind(fd, new SockaddrStorage(address)));
    }

    /**
     * Begins to connect, without a wait.
     *
     * @throws NetException if that fails at once; EAGAIN is the full queue of a Unix-domain server
     */
    void connect(Sockaddr address) throws NetException {
        int result = calls.connect(fd, new SockaddrStorage(address));
        if (result == -Errno.EINPROGRESS || result == -Errno.EINTR) return;
        check("connect", result);
    }

    void listen(int backlog) throws NetException {
        check("listen", calls.listen(fd, backlog));
    }

    SocketAddress localAddress() throws NetException {
        SockaddrStorage own = new SockaddrStorage();
        check("getsockname", calls.getsockname(fd, own));
        return own.toSocketAddress();
    }

    private void check(String call, int result) throws NetException {
        if (result < 0) throw failed(call, NativeErrors.of(result));
    }

    NetException failed(String call, IOException cause) {
        new Descriptors(posix).close(fd);
        return call.equals("bind")
                ? PortHolder.bindFailure(endpoint, cause)
                : NetException.of(call, endpoint, cause);
    }
}

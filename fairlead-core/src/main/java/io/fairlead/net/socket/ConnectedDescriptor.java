package io.fairlead.net.socket;

import static io.fairlead.posix.SocketConstants.SOCK_CLOEXEC;
import static io.fairlead.posix.SocketConstants.SOCK_NONBLOCK;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.NetException;
import io.fairlead.net.text.Durations;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SockaddrUn;
import io.fairlead.posix.SocketCalls;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A connected, non-blocking stream socket as a bare descriptor, for what java.nio cannot name: the
 * abstract Unix-domain names of Linux, unix(7).
 *
 * <p>Immutable; whoever made it closes the descriptor, once.
 *
 * @param fd the descriptor
 * @param remoteAddress the other end's address, as {@code @name}
 * @param localAddress this end's address; it has no name
 */
public record ConnectedDescriptor(int fd, SocketAddress remoteAddress, SocketAddress localAddress) {
    private static final long RETRY_MIN_NS = 1_000_000;
    private static final long RETRY_MAX_NS = 50_000_000;

    /**
     * Connects to an abstract name. While the server's queue is full it is tried again and again,
     * until the time is over; an interrupt ends that, too.
     *
     * @throws NetException if that fails, or native calls cannot be made here; nothing is left open
     * @throws IllegalArgumentException if {@code remote} is no abstract name, or a local endpoint
     *     is asked for
     */
    public static ConnectedDescriptor connect(Endpoint remote, ConnectOptions options)
            throws NetException {
        if (!remote.isAbstract() || options.local() != null) {
            throw new EndpointException(
                    remote.toString(), "it is connected to by its name alone, as in unix:@name");
        }
        String reason = Posix.reason();
        if (reason != null) {
            throw new NetException(
                    "connect",
                    remote,
                    "EOPNOTSUPP",
                    "abstract names need native calls, and "
                            + reason
                            + "; use a path, as in unix:///run/x.sock",
                    null);
        }
        long endNs = System.nanoTime() + TimeUnit.NANOSECONDS.convert(options.timeout());
        return new Attempt(remote, options).connect(endNs);
    }

    /** One thread's attempt, of as many calls as it takes. */
    private static final class Attempt {
        private final Posix posix = new Posix();
        private final SocketCalls calls = new SocketCalls(posix);
        private final Endpoint remote;
        private final ConnectOptions options;
        private final SockaddrStorage address;

        Attempt(Endpoint remote, ConnectOptions options) {
            this.remote = remote;
            this.options = options;
            address = new SockaddrStorage(SockaddrUn.of(remote.path()));
        }

        ConnectedDescriptor connect(long endNs) throws NetException {
            int type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
            int fd = calls.socket(address.get().family(), type, 0);
            if (fd < 0) throw NetException.of("socket", remote, NativeErrors.of(fd));
            int result = calls.connect(fd, address);
            for (long pauseNs = RETRY_MIN_NS; isFull(result) && waits(pauseNs, endNs); ) {
                pauseNs = Math.min(2 * pauseNs, RETRY_MAX_NS);
                result = calls.connect(fd, address);
            }
            if (result < 0) {
                new Descriptors(posix).close(fd);
                throw failure(result);
            }
            SockaddrStorage own = new SockaddrStorage();
            calls.getsockname(fd, own);
            return new ConnectedDescriptor(fd, address.toSocketAddress(), own.toSocketAddress());
        }

        private static boolean isFull(int result) {
            return result == -Errno.EAGAIN;
        }

        private boolean waits(long pauseNs, long endNs) {
            long leftNs = endNs - System.nanoTime();
            if (leftNs <= 0 || Thread.currentThread().isInterrupted()) return false;
            LockSupport.parkNanos(this, Math.min(pauseNs, leftNs));
            return true;
        }

        private NetException failure(int result) {
            if (result == -Errno.ECONNREFUSED) {
                return new NetException(
                        "connect",
                        remote,
                        "ECONNREFUSED",
                        "nothing listens on that name in this network namespace; start the server"
                                + " or check the name",
                        null);
            }
            if (!isFull(result)) return NetException.of("connect", remote, NativeErrors.of(result));
            if (Thread.currentThread().isInterrupted()) {
                return new NetException(
                        "connect", remote, "EINTR", "interrupted while the queue was full", null);
            }
            return new NetException(
                    "connect",
                    remote,
                    "ETIMEDOUT",
                    "the server's queue was full for %s; it accepts nobody, see its log"
                            .formatted(Durations.text(options.timeout())),
                    null);
        }
    }
}

package io.fairlead.net.socket;

import static io.fairlead.posix.SocketConstants.AF_UNIX;
import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;

import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.NetException;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SockaddrUn;
import io.fairlead.posix.SocketCalls;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A non-blocking Unix-domain socket for datagrams as a bare descriptor, unix(7); java.nio has none.
 *
 * <p>Whoever made it unlinks it and then closes the descriptor, once. Safe for any thread.
 */
public final class UnixDatagramDescriptor {
    private final Endpoint endpoint;
    private final int fd;
    private final SocketAddress localAddress;
    private @Nullable SocketFile file;

    private UnixDatagramDescriptor(
            Endpoint endpoint, int fd, SocketAddress localAddress, @Nullable SocketFile file) {
        this.endpoint = endpoint;
        this.fd = fd;
        this.localAddress = localAddress;
        this.file = file;
    }

    /**
     * Binds a name, for datagrams of anybody. The file of a path gets mode 0600; one that nobody
     * has open any more is replaced.
     *
     * @throws NetException if that fails; nothing is left open
     */
    public static UnixDatagramDescriptor bound(Endpoint endpoint) throws NetException {
        NativeOpening opening = open("bind", endpoint);
        try {
            if (!endpoint.isAbstract()) SocketFile.makeWay(endpoint);
        } catch (NetException e) {
            new Descriptors(new Posix()).close(opening.fd());
            throw e;
        }
        opening.bind(SockaddrUn.of(endpoint.path()));
        try {
            SocketFile file = endpoint.isAbstract() ? null : made(endpoint);
            return new UnixDatagramDescriptor(endpoint, opening.fd(), opening.localAddress(), file);
        } catch (IOException e) {
            throw opening.failed("bind", e);
        }
    }

    private static SocketFile made(Endpoint endpoint) throws IOException {
        SocketFile file = SocketFile.made(Path.of(endpoint.path()));
        file.makePrivate();
        return file;
    }

    /**
     * Connects to a name, with an abstract name of its own that the system picks (autobind), so
     * that the other end can answer.
     *
     * @throws NetException if that fails; nothing is left open
     */
    public static UnixDatagramDescriptor connected(Endpoint endpoint) throws NetException {
        NativeOpening opening = open("connect", endpoint);
        opening.bind(SockaddrUn.unnamed());
        SocketCalls calls = new SocketCalls(new Posix());
        int result =
                calls.connect(opening.fd(), new SockaddrStorage(SockaddrUn.of(endpoint.path())));
        if (result < 0) throw opening.failed("connect", NativeErrors.of(result));
        return new UnixDatagramDescriptor(endpoint, opening.fd(), opening.localAddress(), null);
    }

    private static NativeOpening open(String call, Endpoint endpoint) throws NetException {
        if (endpoint.scheme() != Endpoint.Scheme.UNIX) {
            throw new EndpointException(endpoint.toString(), "it is no Unix-domain endpoint");
        }
        String reason = Posix.reason();
        if (reason != null) {
            throw new NetException(
                    call,
                    endpoint,
                    "EOPNOTSUPP",
                    "Unix datagrams need native calls, and " + reason,
                    null);
        }
        NativeOpening opening = new NativeOpening(endpoint);
        opening.socket(AF_UNIX, SOCK_DGRAM);
        return opening;
    }

    /** The descriptor. */
    public int fd() {
        return fd;
    }

    /** What was bound, or is connected to. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** This end's name: a path, or {@code @} and an abstract name. */
    public SocketAddress localAddress() {
        return localAddress;
    }

    /** Removes the file that it made: nobody finds this socket any more. Later calls do nothing. */
    public synchronized void unlink() throws NetException {
        SocketFile own = file;
        file = null;
        try {
            if (own != null) own.remove();
        } catch (IOException e) {
            throw NetException.of("unlink", endpoint, e);
        }
    }
}

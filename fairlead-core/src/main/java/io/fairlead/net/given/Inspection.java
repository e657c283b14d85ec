package io.fairlead.net.given;

import static io.fairlead.posix.InetConstants.IPPROTO_IPV6;
import static io.fairlead.posix.InetConstants.IPV6_V6ONLY;
import static io.fairlead.posix.SocketConstants.AF_INET;
import static io.fairlead.posix.SocketConstants.AF_INET6;
import static io.fairlead.posix.SocketConstants.AF_UNIX;
import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_ACCEPTCONN;
import static io.fairlead.posix.SocketConstants.SO_DOMAIN;
import static io.fairlead.posix.SocketConstants.SO_TYPE;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SockaddrUn;
import io.fairlead.posix.SocketCalls;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * What a descriptor is, socket(7), and whether a server can have it.
 *
 * @param fd which is looked at, and not changed
 * @param asked what it is given for, for messages
 */
record Inspection(SocketCalls calls, int fd, Endpoint asked) {
    /** What it is bound to. */
    Endpoint endpoint() throws NetException {
        int type = calls.getsockopt(fd, SOL_SOCKET, SO_TYPE);
        if (type == -Errno.EBADF) {
            throw refusal(
                    "EBADF",
                    "is not open; give the number of a socket that whoever starts this has bound");
        }
        if (type == -Errno.ENOTSOCK) {
            throw refusal("EINVAL", "is no socket; give the number of one that listens");
        }
        if (type < 0) throw NetException.of("getsockopt", asked, NativeErrors.of(type));
        return switch (type) {
            case SOCK_STREAM -> stream();
            case SOCK_DGRAM -> datagrams();
            default ->
                    throw refusal(
                            "EINVAL",
                            "is a socket of type " + type + "; servers have streams and datagrams");
        };
    }

    private Endpoint stream() throws NetException {
        int family = family();
        if (calls.getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN) != 1) throw notListening();
        Sockaddr local = local();
        if (local instanceof SockaddrUn un && un.isAbstract()) {
            return Endpoint.parse("unix:" + un.toPath().getPath());
        }
        return endpoint(family, local.toSocketAddress(), Endpoint.Scheme.TCP);
    }

    private NetException notListening() {
        boolean connected = calls.getpeername(fd, new SockaddrStorage()) == 0;
        return connected
                ? refusal(
                        "EINVAL",
                        "is a connection, and a whole Java virtual machine for each would be"
                                + " slow; give the listener: Accept=no in a .socket unit, wait in"
                                + " inetd.conf")
                : refusal("EINVAL", "does not listen; whoever gives it calls listen(2) first");
    }

    private Endpoint datagrams() throws NetException {
        int family = family();
        if (family == AF_UNIX) {
            throw refusal(
                    "EINVAL",
                    "is a Unix-domain socket for datagrams, which no server here has; give one"
                            + " for streams, ListenStream= in a .socket unit");
        }
        InetSocketAddress local = (InetSocketAddress) local().toSocketAddress();
        if (local.getPort() == 0) {
            throw refusal("EINVAL", "has no port; whoever gives it calls bind(2) first");
        }
        if (calls.getpeername(fd, new SockaddrStorage()) == 0) {
            throw refusal(
                    "EINVAL", "is connected to one peer; a server needs one that is bound only");
        }
        return endpoint(family, local, Endpoint.Scheme.UDP);
    }

    private int family() throws NetException {
        int family = calls.getsockopt(fd, SOL_SOCKET, SO_DOMAIN);
        if (family == AF_INET || family == AF_INET6 || family == AF_UNIX) return family;
        throw refusal(
                "EAFNOSUPPORT",
                "is a socket of family "
                        + family
                        + "; servers have IPv4, IPv6 and Unix-domain ones");
    }

    /** An IPv6 socket may be for IPv4, too: then it is at {@code *}. */
    private Endpoint endpoint(int family, SocketAddress local, Endpoint.Scheme scheme) {
        if (family == AF_UNIX) return Endpoint.of(local, Endpoint.Scheme.UNIX);
        Endpoint endpoint = Endpoint.of(local, scheme);
        boolean both =
                family == AF_INET6
                        && endpoint.isWildcard()
                        && calls.getsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY) == 0;
        if (!both) return endpoint;
        return Endpoint.parse(scheme.word() + "://*:" + endpoint.port());
    }

    private Sockaddr local() throws NetException {
        SockaddrStorage address = new SockaddrStorage();
        int result = calls.getsockname(fd, address);
        if (result < 0) throw NetException.of("getsockname", asked, NativeErrors.of(result));
        return address.get();
    }

    private NetException refusal(String errno, String sentence) {
        return new NetException("take", asked, errno, "descriptor " + fd + " " + sentence, null);
    }
}

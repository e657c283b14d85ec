package io.fairlead.net;

import io.fairlead.net.NetException.Kind;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * The errors of socket calls: errno(3) name, kind, the texts by which the JDK reports them, and
 * what they mean.
 *
 * <p>The JDK keeps no errno: it throws an exception with the text of strerror(3), so the text is
 * what there is. Where it is in another language, the exception's class still gives the kind.
 */
enum SocketError {
    // A text that contains another stands first: "too many open files" would match both.
    ENFILE(
            Kind.LIMIT,
            "the whole system has reached its limit of open files (fs.file-max); close some"
                    + " programs",
            "too many open files in system"),
    EMFILE(
            Kind.LIMIT,
            "this process has reached its limit of open files; raise the limit (ulimit -n,"
                    + " LimitNOFILE= in a systemd unit) or keep fewer connections open",
            "too many open files"),
    ENOBUFS(
            Kind.LIMIT,
            "the kernel has no memory left for sockets; close connections or raise its limit",
            "no buffer space"),
    ENOMEM(
            Kind.LIMIT,
            "the kernel has no memory left; close connections or add memory",
            "cannot allocate memory",
            "not enough space"),
    EAGAIN(
            Kind.LIMIT,
            "the kernel can take no more at the moment; try again later",
            "resource temporarily unavailable"),
    EADDRINUSE(
            Kind.ADDRESS,
            "the address is in use; choose another or stop what holds it",
            "address already in use",
            "only one usage of each socket address"),
    EADDRNOTAVAIL(
            Kind.ADDRESS,
            "no interface of this machine has that address; use one that it has (see ip address),"
                    + " or *",
            "cannot assign requested address",
            "can't assign requested address",
            "not valid in its context"),
    EAFNOSUPPORT(
            Kind.ADDRESS,
            "this machine or this JVM has no such addresses (IPv6 is off); use an IPv4 address",
            "address family not supported",
            "protocol family not supported",
            "protocol family unavailable"),
    EACCES(
            Kind.PERMISSION,
            "this user may not do that, or a firewall forbids it; check the rules of both",
            "permission denied"),
    EPERM(
            Kind.PERMISSION,
            "a firewall or a security policy forbids it; check its rules (nft list ruleset)",
            "operation not permitted"),
    EROFS(
            Kind.PERMISSION,
            "the file system is read-only; choose a path on another",
            "read-only file system"),
    ECONNREFUSED(
            Kind.REFUSED,
            "the machine answered that nothing listens there; start the server or check the port",
            "connection refused"),
    ECONNRESET(
            Kind.RESET,
            "the peer broke the connection off; it crashed, reached a limit, or closed before it"
                    + " had read everything: see its log",
            "connection reset",
            "forcibly closed by the remote host"),
    EPIPE(
            Kind.RESET,
            "the peer has closed the connection; stop sending, and read what it sent last",
            "broken pipe"),
    ECONNABORTED(
            Kind.RESET,
            "the connection ended before it could be used; there is nothing to do here",
            "software caused connection abort",
            "connection aborted",
            "aborted by the software in your host"),
    ETIMEDOUT(
            Kind.TIMEOUT,
            "the peer no longer answers; check that it runs and that the network is up",
            "connection timed out",
            "operation timed out",
            "connect timed out"),
    EHOSTUNREACH(
            Kind.ADDRESS,
            "there is no way to that host, or a firewall rejects it; check the address and the"
                    + " route (ip route get)",
            "no route to host",
            "host is unreachable",
            "host is down",
            "unreachable host"),
    ENETUNREACH(
            Kind.ADDRESS,
            "there is no route to that network; check the address and the network (ip route)",
            "network is unreachable",
            "network is down",
            "unreachable network"),
    EMSGSIZE(
            Kind.OTHER,
            "the datagram is too long: the limit is 65,507 bytes over IPv4; send less at a time",
            "message too long",
            "larger than the internal message buffer"),
    EPROTOTYPE(
            Kind.ADDRESS,
            "the socket there is of another type (datagrams); connect to a stream socket",
            "wrong type for socket"),
    EPROTO(
            Kind.OTHER,
            "the peer broke the protocol, or a firewall cut the connection; continue with the next",
            "protocol error"),
    ENAMETOOLONG(
            Kind.ADDRESS,
            "the path is longer than this system allows; use a shorter one",
            "path too long",
            "file name too long"),
    ENOENT(
            Kind.ADDRESS,
            "there is no such file; start the server or check the path",
            "no such file or directory"),
    ENOTDIR(
            Kind.ADDRESS,
            "a part of the path is a file, not a directory; check the path",
            "not a directory"),
    EINVAL(
            Kind.OTHER,
            "the kernel rejects an argument; the address may be of the wrong kind for this call",
            "invalid argument"),
    EINTR(Kind.OTHER, "the thread was interrupted while it waited; the socket is closed"),
    EBADF(
            Kind.OTHER,
            "the channel is closed; it was closed before or by another thread",
            "socket is closed",
            "socket closed"),
    ENODEV(Kind.ADDRESS, "there is no such network interface; ip link lists them"),
    EOPNOTSUPP(Kind.ADDRESS, "this system cannot do that", "operation not supported"),
    EAI_AGAIN(
            Kind.NAME,
            "no name server answers; check the network and /etc/resolv.conf, or use an address",
            "temporary failure in name resolution"),
    EAI_NONAME(Kind.NAME, "the host name has no address; check its spelling, or use an address"),

    // No name, for texts in another language: the class of the exception says this much.
    SOME_REFUSAL(Kind.REFUSED, ""),
    SOME_ADDRESS(Kind.ADDRESS, ""),
    SOME_TLS(Kind.TLS, ""),
    UNKNOWN(Kind.OTHER, "");

    private static final String LINK_LOCAL =
            "the kernel cannot use that address as it is; a link-local one needs its zone, as in"
                    + " [fe80::1%eth0]";

    private static final String BROADCAST =
            "it is a broadcast address, or a route or a firewall forbids it; for broadcast use"
                    + " connect --broadcast or DatagramOptions.withBroadcast, otherwise check both"
                    + " (ip route get, nft list ruleset)";

    private final Kind kind;
    private final String sentence;

    @SuppressWarnings("ImmutableEnumChecker") // it comes from List.of
    private final List<String> texts; // in lower case

    SocketError(Kind kind, String sentence, String... texts) {
        this.kind = kind;
        this.sentence = sentence;
        this.texts = List.of(texts);
    }

    Kind kind() {
        return kind;
    }

    /** The name in C, or nothing. */
    String word() {
        return sentence.isEmpty() ? "" : name();
    }

    String prefix() {
        return sentence.isEmpty() ? "" : name() + ": ";
    }

    /** The error that {@code cause} stands for; never null. */
    static SocketError of(Exception cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return switch (cause) {
            case PortUnreachableException _ -> ECONNREFUSED;
            case SocketTimeoutException _ -> ETIMEDOUT;
            case AccessDeniedException _ -> EACCES;
            case NoSuchFileException _ -> ENOENT;
            case FileSystemException file -> // its message begins with a path
                    byText(String.valueOf(file.getReason()).toLowerCase(Locale.ROOT), UNKNOWN);
            case ClosedByInterruptException _ -> EINTR;
            case ClosedChannelException _ -> EBADF;
            case UnresolvedAddressException _ -> EAI_NONAME;
            case UnknownHostException _ -> byText(message, EAI_NONAME);
            case UnsupportedAddressTypeException _ -> EAFNOSUPPORT;
            case UnsupportedOperationException _ -> byText(message, EAFNOSUPPORT);
            case ConnectException _ -> byText(message, SOME_REFUSAL);
            case NoRouteToHostException _ -> byText(message, EHOSTUNREACH);
            case BindException _ -> byText(message, SOME_ADDRESS);
            case SSLException _ -> SOME_TLS;
            case ProtocolException _ -> byText(message, EPROTO);
            default -> byText(message, UNKNOWN);
        };
    }

    private static SocketError byText(String message, SocketError otherwise) {
        for (SocketError errno : values()) {
            if (errno.texts.stream().anyMatch(message::contains)) return errno;
        }
        return otherwise;
    }

    /** The reason and, after a semicolon, what to do, for this error of {@code call}. */
    String sentence(String call, String endpoint, Exception cause) {
        String message = cause.getMessage();
        String known = message == null ? cause.getClass().getSimpleName() : message;
        if (sentence.isEmpty()) return known;
        boolean unix = endpoint.startsWith("unix:");
        return switch (call) {
            case "bind", "listen" -> unix ? bindUnix() : bindInet();
            case "connect", "sendto" -> unix ? connectUnix() : connectInet(endpoint);
            default -> sentence;
        };
    }

    private String bindInet() {
        return switch (this) {
            case EACCES ->
                    "ports below 1024 need a privilege; choose one from 1024 up, or grant"
                            + " CAP_NET_BIND_SERVICE (AmbientCapabilities= in a systemd unit)";
            case EINVAL -> LINK_LOCAL;
            default -> sentence;
        };
    }

    private String bindUnix() {
        return switch (this) {
            case EACCES ->
                    "this user may not write to the directory; change its mode or choose another";
            case ENOENT -> "the directory does not exist; create it first, with mode 0700";
            default -> sentence;
        };
    }

    private String connectInet(String endpoint) {
        return switch (this) {
            case EADDRNOTAVAIL ->
                    "no local port is free for that peer, or the local address is not one of this"
                            + " machine; wait a minute for old connections (ss -tan state"
                            + " time-wait), or choose another local address";
            case EINVAL -> LINK_LOCAL;
            case ETIMEDOUT ->
                    "no answer came; check the address, and whether a firewall drops the packets";
            case EACCES -> endpoint.startsWith("udp:") ? BROADCAST : sentence;
            default -> sentence;
        };
    }

    private String connectUnix() {
        return switch (this) {
            case ECONNREFUSED ->
                    "the file exists, but no server listens on it; start the server, which"
                            + " replaces a stale socket file";
            case EACCES ->
                    "this user may not write to the socket file or enter its directory; run as its"
                            + " owner, or ask the owner to change the mode";
            case ENOENT -> "there is no such socket file; start the server or check the path";
            case ETIMEDOUT ->
                    "the server's queue stayed full: it accepts no connections; see its log";
            default -> sentence;
        };
    }
}

package io.fairlead.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where to listen or to connect to, in one notation for messages, options and code. Immutable.
 *
 * <pre>
 *   tcp://127.0.0.1:7007   tcp://[::1]:7007   tcp://[fe80::1%eth0]:7007   tcp://host.name:7007
 *   tcp://*:7007           every address, IPv4 and IPv6
 *   tcp://:7007            loopback (127.0.0.1); so are :7007 and 7007 alone
 *   host.name:7007         tcp where no scheme is written
 *   host.name:http         a name of services(5), which is read as its number
 *   tls://...              the same forms, protected by TLS
 *   udp://...              the same forms
 *   udp://239.1.2.3:7007   a multicast group, which a server joins: at the interface that the
 *                          route to it names, or at udp://239.1.2.3%eth0:7007 and
 *                          udp://[ff15::1%eth0]:7007 at that one
 *   unix:///run/x.sock     a Unix-domain socket; also unix:/run/x.sock
 *   unix:x.sock            relative to the working directory; an absolute path is better
 *   unix:@name             the abstract namespace of Linux; native models serve it
 *   fd://name   fd://3     a socket that whoever started this process has bound and handed over:
 *                          by its name in LISTEN_FDNAMES, or by its number; for servers
 * </pre>
 *
 * <p>Port 0 lets the system pick a free one. A text that some program would read differently is
 * refused: 127.1, 0x7f.1, 010.0.0.1, port 007 or 99999, a name that ends in a number. IPv4-mapped
 * IPv6 addresses are IPv4 here. The path of a Unix-domain socket has at most 107 bytes of UTF-8
 * (103 on macOS, where the system refuses the rest).
 *
 * <p>{@link #toString} is the canonical text: it parses back to an equal endpoint. Sources: RFC
 * 3986 section 3.2, RFC 1123 section 2.1, RFC 4291, RFC 5952, unix(7).
 */
public final class Endpoint {
    /** The highest port: it has 16 bits (RFC 9293 section 3.1). */
    static final int PORT_MAX = 65_535;

    /** The protocol, and the word that an endpoint begins with. */
    public enum Scheme {
        /** A stream of bytes over IP (RFC 9293). */
        TCP,
        /** The same, protected by TLS (RFC 8446). */
        TLS,
        /** Datagrams over IP (RFC 768). */
        UDP,
        /** A stream of bytes between processes of one machine, unix(7). */
        UNIX,
        /** A socket that the process has been given, of one of the other kinds. */
        FD;

        /** The scheme as an endpoint writes it, as {@code tcp}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** True if connections are made by TCP, with TLS or without. */
        public boolean isTcp() {
            return this == TCP || this == TLS;
        }

        String start() {
            return this == UNIX ? "unix:" : word() + "://";
        }
    }

    private final Scheme scheme;
    private final String place; // the host without brackets, or the path
    private final int port;
    private final byte @Nullable [] address; // null for a name, for * and for a path

    /** For {@link EndpointParser} and {@link UnixPath}, which have checked everything. */
    Endpoint(Scheme scheme, String place, int port, byte @Nullable [] address) {
        this.scheme = scheme;
        this.place = place;
        this.port = port;
        this.address = address;
    }

    /**
     * Reads one endpoint.
     *
     * @throws EndpointException if {@code text} is none; the message says why and what would be
     */
    public static Endpoint parse(String text) {
        return new EndpointParser(text).parse();
    }

    /**
     * A TCP endpoint.
     *
     * @param host an address without brackets, a host name, or {@code *}
     * @param port 0 to 65,535; 0 lets the system pick
     * @throws EndpointException if either is not valid
     */
    public static Endpoint tcp(String host, int port) {
        return inet(Scheme.TCP, host, port);
    }

    /** A UDP endpoint; as {@link #tcp}. */
    public static Endpoint udp(String host, int port) {
        return inet(Scheme.UDP, host, port);
    }

    /**
     * A Unix-domain endpoint.
     *
     * @throws EndpointException if the path is empty, ends in {@code /}, or is over 107 bytes
     */
    public static Endpoint unix(Path path) {
        String text = path.toString();
        // A file whose name begins with @ is not the abstract namespace.
        String file = text.startsWith("@") ? "./" + text : text;
        return UnixPath.endpoint("unix:" + text, file);
    }

    /**
     * The endpoint of an address that a channel reports.
     *
     * @param scheme TCP or UDP for an IP address, UNIX for a path
     * @throws IllegalArgumentException if they do not match, or the Unix-domain socket has no name
     */
    public static Endpoint of(SocketAddress address, Scheme scheme) {
        return switch (address) {
            case InetSocketAddress inet when scheme != Scheme.UNIX ->
                    inet(scheme, EndpointText.host(inet), inet.getPort());
            case UnixDomainSocketAddress unix when scheme == Scheme.UNIX -> unix(unix.getPath());
            default ->
                    throw new IllegalArgumentException(
                            describe(address) + " is no " + scheme.word() + " address");
        };
    }

    /**
     * An address in the notation of endpoints, without {@code tcp://} or {@code udp://}, safe to
     * show: {@code 127.0.0.1:7007}, {@code [::1]:7007}, {@code unix:///run/x.sock}, and {@code
     * unix:(unnamed)} for the usual client of a Unix-domain socket.
     */
    public static String describe(@Nullable SocketAddress address) {
        return EndpointText.of(address);
    }

    private static Endpoint inet(Scheme scheme, String host, int port) {
        String text = scheme.start() + EndpointText.bracketed(host) + ":" + port;
        if (port < 0 || port > PORT_MAX) {
            throw new EndpointException(text, "port " + port + " is not from 0 to 65535");
        }
        return new EndpointParser(text).endpoint(scheme, host, port);
    }

    /** The protocol. */
    public Scheme scheme() {
        return scheme;
    }

    /**
     * The host: an IP address without brackets, a name in lower case, or {@code *}; empty where
     * there is none.
     */
    public String host() {
        return hasPort() ? place : "";
    }

    private boolean hasPort() {
        return scheme != Scheme.UNIX && scheme != Scheme.FD;
    }

    /** The name or number of a socket that the process has been given; empty for all others. */
    public String given() {
        return scheme == Scheme.FD ? place : "";
    }

    /** The port, 0 to 65,535; -1 for a Unix-domain endpoint, and for a socket that is given. */
    public int port() {
        return port;
    }

    /** The path, or {@code @} and the abstract name; empty for all but Unix-domain endpoints. */
    public String path() {
        return scheme == Scheme.UNIX ? place : "";
    }

    /** Whether this names the abstract namespace of Linux, {@code unix:@name}. */
    public boolean isAbstract() {
        return path().startsWith("@");
    }

    /**
     * Whether only this machine can reach what listens here: 127.0.0.0/8, ::1, {@code localhost}
     * (RFC 6761 section 6.3), a link-local IPv6 address or group of the loopback interface, as in
     * {@code ff02::1%lo}, and every Unix-domain endpoint.
     */
    public boolean isLoopback() {
        if (address != null) {
            boolean linkLocal = IpText.isLinkLocal(address);
            return IpText.isLoopback(address) || (linkLocal && Resolver.isLoopback(zone()));
        }
        return scheme == Scheme.UNIX || host().matches("(.*\\.)?localhost\\.?");
    }

    /** True if the host is a name, which has to be looked up: no address, {@code *} or path. */
    public boolean hasHostName() {
        return hasPort() && address == null && !isWildcard();
    }

    /** Whether this means every address of the machine: {@code *}, 0.0.0.0 or ::. */
    public boolean isWildcard() {
        return address != null ? IpText.isWildcard(address) : host().equals("*");
    }

    /** Whether this is a multicast group: 224.0.0.0/4 or ff00::/8, written as an address. */
    public boolean isMulticast() {
        return address != null && IpText.isMulticast(address);
    }

    /** The interface that stands behind the %; empty where none does. */
    String zone() {
        int percent = address == null ? -1 : place.indexOf('%');
        return percent < 0 ? "" : place.substring(percent + 1);
    }

    /** The four or sixteen bytes of an IP address, not to be changed; null for everything else. */
    byte @Nullable [] address() {
        return address;
    }

    /**
     * This endpoint with another port.
     *
     * @throws IllegalArgumentException if {@code newPort} is not 0 to 65,535, or this has no port
     */
    public Endpoint withPort(int newPort) {
        if (!hasPort() || newPort < 0 || newPort > PORT_MAX) {
            throw new EndpointException(toString(), "it cannot have port " + newPort);
        }
        return new Endpoint(scheme, place, newPort, address);
    }

    /**
     * The addresses behind this endpoint, in the order in which to try them; a name is looked up
     * now, which may block for as long as the system's resolver likes.
     *
     * @return at least one; for {@code *} first :: and then 0.0.0.0
     * @throws NetException with {@code Kind.NAME} if the name has no address, {@code Kind.ADDRESS}
     *     if there is no interface for a zone
     * @throws IllegalStateException for a Unix-domain endpoint, which has no IP address
     */
    public List<InetSocketAddress> resolve() throws NetException {
        return Resolver.resolve(this);
    }

    /**
     * As {@link #resolve()}, and waits no longer than {@code timeout} for a name.
     *
     * @throws NetException with {@code Kind.TIMEOUT} also, if no name server answered in time
     */
    public List<InetSocketAddress> resolve(Duration timeout) throws NetException {
        return Resolver.resolve(this, timeout);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Endpoint that
                && scheme == that.scheme
                && port == that.port
                && place.equals(that.place);
    }

    @Override
    public int hashCode() {
        return Objects.hash(scheme, place, port);
    }

    /** The canonical text, which {@link #parse} reads back. A path may hold control characters. */
    @Override
    public String toString() {
        return switch (scheme) {
            case UNIX -> EndpointText.unix(place);
            case FD -> scheme.start() + place;
            default -> scheme.start() + EndpointText.bracketed(place) + ":" + port;
        };
    }
}

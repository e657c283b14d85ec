package io.fairlead.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.Endpoint;
import io.fairlead.net.text.Printable;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Linger;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrIn6;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.Timeval;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One side of an experiment, which makes calls on real sockets and shows each as it would stand in
 * C, with what the kernel returned: {@code >= 0} or {@code -errno}. For one thread.
 *
 * <p>Sockets are shown by their names, as the numbers of descriptors tell nothing. No call waits
 * for longer than ten seconds: it fails with EAGAIN then, and so does what is checked of it.
 */
public final class Side {
    private static final Duration WAIT_MAX = Duration.ofSeconds(10);
    private static final int RECEIVE_BYTES_MAX = 64 * 1024;

    private final String name;
    private final Experiment lab;
    private final boolean shows;
    private final Posix posix = new Posix();
    private final SocketCalls sockets = new SocketCalls(posix);
    private final Descriptors descriptors = new Descriptors(posix);

    Side(String name, Experiment lab) {
        this(name, lab, true);
    }

    private Side(String name, Experiment lab, boolean shows) {
        this.name = name;
        this.lab = lab;
        this.shows = shows;
    }

    /** The same side, whose calls are not shown: for many that are alike, shown as one. */
    public Side quiet() {
        return new Side(name, lab, false);
    }

    /** Its name, such as {@code client}. */
    public String name() {
        return name;
    }

    /** socket(2) for TCP, IPv4. */
    public Fd socket(String named) {
        return socket(named, SocketConstants.SOCK_STREAM);
    }

    /**
     * socket(2) for IPv4.
     *
     * @param type SOCK_STREAM or SOCK_DGRAM
     */
    public Fd socket(String named, int type) {
        return socket(named, SocketConstants.AF_INET, type);
    }

    /**
     * socket(2).
     *
     * @param domain AF_INET, AF_INET6 or AF_UNIX
     * @param type SOCK_STREAM or SOCK_DGRAM
     */
    public Fd socket(String named, int domain, int type) {
        int number = sockets.socket(domain, type | SocketConstants.SOCK_CLOEXEC, 0);
        String family =
                switch (domain) {
                    case SocketConstants.AF_INET -> "AF_INET";
                    case SocketConstants.AF_INET6 -> "AF_INET6";
                    default -> "AF_UNIX";
                };
        String kind = type == SocketConstants.SOCK_STREAM ? "SOCK_STREAM" : "SOCK_DGRAM";
        return opened("socket(%s, %s, 0)".formatted(family, kind), named, number);
    }

    /** Shows a call that gave a descriptor, which is closed at the end of the lab. */
    public Fd opened(String call, String named, int number) {
        show(call, number, named);
        Fd fd = new Fd(name, named, number);
        lab.open().opened(fd);
        if (number >= 0) {
            Timeval.set(sockets, number, SocketConstants.SO_RCVTIMEO, WAIT_MAX);
            Timeval.set(sockets, number, SocketConstants.SO_SNDTIMEO, WAIT_MAX);
        }
        return fd;
    }

    /** The four calls of each server: socket, SO_REUSEADDR, bind to loopback, listen. */
    public Fd listening(String named, int port, int backlog) {
        Fd fd = socket(named);
        reuseAddress(fd);
        bind(fd, port);
        listen(fd, backlog);
        return fd;
    }

    /** setsockopt(2) of SO_REUSEADDR: an address in TIME_WAIT may be bound again. */
    public int reuseAddress(Fd fd) {
        return setsockopt(fd, "SO_REUSEADDR", SocketConstants.SO_REUSEADDR, 1);
    }

    /** setsockopt(2) of an option at SOL_SOCKET; {@code word} is its name. */
    public int setsockopt(Fd fd, String word, int option, int value) {
        int result = sockets.setsockopt(fd.number(), SocketConstants.SOL_SOCKET, option, value);
        return show(
                String.format(Locale.ROOT, "setsockopt(%s, SOL_SOCKET, %s, %d)", fd, word, value),
                result);
    }

    /** setsockopt(2) of SO_LINGER, on. */
    public int linger(Fd fd, int seconds) {
        int result = Linger.set(sockets, fd.number(), seconds);
        String value = String.format(Locale.ROOT, "{l_onoff=1, l_linger=%d}", seconds);
        return show("setsockopt(%s, SOL_SOCKET, SO_LINGER, %s)".formatted(fd, value), result);
    }

    /**
     * bind(2) to 127.0.0.1.
     *
     * @param port taken as it is in a network of the lab's own; else 0, and getsockname(2) tells
     */
    public int bind(Fd fd, int port) {
        int wanted = lab.network().port(port);
        return bind(fd, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), wanted));
    }

    /** bind(2) to an address. */
    public int bind(Fd fd, InetSocketAddress address) {
        return bind(fd, storage(address), Endpoint.describe(address));
    }

    /** bind(2) to the address in a struct, and getsockname(2) where another came of it. */
    @SuppressWarnings("exports") // labs are in this module
    public int bind(Fd fd, SockaddrStorage address, String shown) {
        int result = sockets.bind(fd.number(), address);
        show("bind(%s, %s)".formatted(fd, shown), result);
        if (result < 0) return result;
        fd.local(own(fd));
        lab.watch(fd.local());
        String bound = Endpoint.describe(fd.local());
        if (!bound.equals(shown)) show("getsockname(%s)".formatted(fd), 0, bound);
        return result;
    }

    /** listen(2). */
    public int listen(Fd fd, int backlog) {
        return show(
                String.format(Locale.ROOT, "listen(%s, %d)", fd, backlog),
                sockets.listen(fd.number(), backlog));
    }

    /** accept(2): waits for a connection. */
    public Fd accept(Fd listener, String named) {
        SockaddrStorage peer = new SockaddrStorage();
        int number = sockets.accept4(listener.number(), peer, SocketConstants.SOCK_CLOEXEC);
        Fd fd = opened("accept(%s)".formatted(listener), named, number);
        if (number >= 0) {
            fd.local(own(fd));
            fd.remote(inet(peer));
        }
        return fd;
    }

    /** connect(2) to a socket of this lab. */
    public int connect(Fd fd, Fd to) {
        InetSocketAddress address = to.local();
        if (address == null) throw new IllegalArgumentException(to + " has no address");
        return connect(fd, address);
    }

    /** connect(2). */
    public int connect(Fd fd, InetSocketAddress to) {
        lab.watch(to);
        fd.remote(to);
        int result = sockets.connect(fd.number(), storage(to));
        if (result >= 0 || result == -Errno.EINPROGRESS) fd.local(own(fd));
        return show("connect(%s, %s)".formatted(fd, Endpoint.describe(to)), result);
    }

    /** send(2) of text, with MSG_NOSIGNAL: where the peer is gone, EPIPE instead of SIGPIPE. */
    public int send(Fd fd, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            int flags = SocketConstants.MSG_NOSIGNAL;
            int result = sockets.send(fd.number(), memory.address(), bytes.length, flags);
            String what = String.format(Locale.ROOT, "%s, %s, %d", fd, quoted(text), bytes.length);
            return show("send(%s, MSG_NOSIGNAL)".formatted(what), result);
        }
    }

    /** recv(2): waits for bytes, and shows those that came. */
    public int recv(Fd fd, int bytes) {
        if (bytes > RECEIVE_BYTES_MAX) throw new IllegalArgumentException(bytes + " are too many");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Math.max(1, bytes));
            int result = sockets.recv(fd.number(), memory.address(), bytes, 0);
            String shown = result == 0 ? "0 (end of input)" : result + " " + text(memory, result);
            return show(String.format(Locale.ROOT, "recv(%s, %d, 0)", fd, bytes), result, shown);
        }
    }

    private static String text(MemorySegment memory, int bytes) {
        if (bytes < 0) return "";
        byte[] came = memory.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
        return quoted(new String(came, UTF_8));
    }

    /** Text as it stands in C. */
    static String quoted(String text) {
        return '"' + Printable.of(text).replace("\\x0a", "\\n") + '"';
    }

    /** shutdown(2) with SHUT_WR: sends FIN, and can still receive. */
    public int shutdownWrite(Fd fd) {
        int result = sockets.shutdown(fd.number(), SocketConstants.SHUT_WR);
        return show("shutdown(%s, SHUT_WR)".formatted(fd), result);
    }

    /** close(2). */
    public int close(Fd fd) {
        lab.open().closed(fd);
        return show("close(%s)".formatted(fd), descriptors.close(fd.number()));
    }

    /** The calls, for those that are not here; {@link #show} them. */
    @SuppressWarnings("exports") // labs are in this module
    public SocketCalls sockets() {
        return sockets;
    }

    /** Shows a call that returned a number; returns that. */
    public int show(String call, int result) {
        return show(call, result, Integer.toString(result));
    }

    /** Shows a call that returned more than a number; returns {@code result}. */
    public int show(String call, int result, String shown) {
        if (shows) lab.add(Part.Call.of(name, call, result, shown));
        return result;
    }

    /** getsockname(2): the socket's own address; null if it has none. */
    public @Nullable InetSocketAddress getsockname(Fd fd) {
        InetSocketAddress own = own(fd);
        show("getsockname(%s)".formatted(fd), 0, Endpoint.describe(own));
        return own;
    }

    /** getsockname(2), which is not shown. */
    @Nullable InetSocketAddress own(Fd fd) {
        SockaddrStorage own = new SockaddrStorage();
        return sockets.getsockname(fd.number(), own) < 0 ? null : inet(own);
    }

    private static @Nullable InetSocketAddress inet(SockaddrStorage storage) {
        return storage.toSocketAddress() instanceof InetSocketAddress inet ? inet : null;
    }

    /** An address, for a call that takes one. */
    static SockaddrStorage storage(InetSocketAddress address) {
        if (address.getAddress() instanceof Inet6Address) {
            return new SockaddrStorage(SockaddrIn6.of(address));
        }
        int host = ByteBuffer.wrap(address.getAddress().getAddress()).getInt();
        return new SockaddrStorage(new SockaddrIn(host, address.getPort()));
    }
}

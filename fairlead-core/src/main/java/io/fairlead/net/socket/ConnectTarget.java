package io.fairlead.net.socket;

import static io.fairlead.posix.InetConstants.IPPROTO_TCP;
import static io.fairlead.posix.InetConstants.TCP_NODELAY;
import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_KEEPALIVE;
import static io.fairlead.posix.SocketConstants.SO_REUSEADDR;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrUn;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One address to connect to, for a thread that must not wait: a connect(2) is begun, and its end is
 * somebody else's. Immutable.
 *
 * @param remote what was asked for
 * @param options of which the local endpoint is an address, not a name
 * @param address of {@code remote}; null if that is a Unix-domain endpoint
 * @param times of a TCP connection; null for the system's, and for datagrams
 */
public record ConnectTarget(
        Endpoint remote,
        ConnectOptions options,
        @Nullable InetSocketAddress address,
        @Nullable TcpTimes times) {
    /**
     * Begins to connect with a channel of java.nio.
     *
     * @return a channel that does not block, and may be connected already
     * @throws IOException if that fails at once; nothing is left open
     */
    public SocketChannel beginOnChannel() throws IOException {
        SocketChannel channel = channel();
        try {
            channel.configureBlocking(false);
            if (address != null && times != null) times.set(channel);
            boolean connected = channel.connect(socketAddress());
            // A Unix-domain server's queue is full: there is nothing to wait for.
            if (!connected && address == null) throw NativeErrors.of(-Errno.EAGAIN);
            return channel;
        } catch (IOException | RuntimeException e) {
            Sockets.closeAfter(e, channel);
            throw e;
        }
    }

    /** What is connected to, for reports: an address, or a path as endpoints write it. */
    public SocketAddress remoteAddress() {
        return address != null ? address : SockaddrUn.of(remote.path()).toSocketAddress();
    }

    private SocketChannel channel() throws IOException {
        if (address != null) return Connector.openTcp(options, address);
        return SocketChannel.open(StandardProtocolFamily.UNIX);
    }

    private SocketAddress socketAddress() throws NetException {
        return address == null ? SocketFile.address("connect", remote) : address;
    }

    /**
     * Begins to connect with a bare descriptor.
     *
     * @return the descriptor, which does not block; it may be connected already
     * @throws NetException if that fails at once; nothing is left open
     */
    public int beginOnDescriptor() throws NetException {
        NativeOpening opening = new NativeOpening(remote);
        Sockaddr to = sockaddr();
        opening.socket(to.family(), SOCK_STREAM);
        if (address != null) {
            opening.option(IPPROTO_TCP, TCP_NODELAY, 1);
            opening.option(SOL_SOCKET, SO_KEEPALIVE, 1);
            if (times != null) opening.times(times);
            bind(opening, address);
        }
        opening.connect(to);
        return opening.fd();
    }

    /**
     * Opens a datagram socket that is connected, as a channel of java.nio. Nothing is sent.
     *
     * @throws IOException if that fails; nothing is left open
     */
    public DatagramChannel openDatagramChannel() throws IOException {
        return Connector.connectUdp(options, Objects.requireNonNull(address));
    }

    /**
     * Opens a datagram socket that is connected, as a bare descriptor, which does not block.
     * Nothing is sent.
     *
     * @throws NetException if that fails; nothing is left open
     */
    public int openDatagramDescriptor() throws NetException {
        NativeOpening opening = new NativeOpening(remote);
        Sockaddr to = sockaddr();
        opening.socket(to.family(), SOCK_DGRAM);
        NativeDatagrams.enlargeReceiveBuffer(opening, options.datagrams().receiveBufferBytes());
        bind(opening, Objects.requireNonNull(address));
        opening.connect(to);
        return opening.fd();
    }

    private Sockaddr sockaddr() throws NetException {
        if (address != null) return NativeOpening.sockaddr(address);
        if (!remote.isAbstract()) SocketFile.address("connect", remote); // says what is wrong
        return SockaddrUn.of(remote.path());
    }

    private void bind(NativeOpening opening, InetSocketAddress to) throws NetException {
        Endpoint local = options.local();
        if (local == null) return;
        if (options.reuse() && local.scheme() == Endpoint.Scheme.TCP)
            opening.option(SOL_SOCKET, SO_REUSEADDR, 1);
        opening.bind(NativeOpening.sockaddr(Connector.localFor(options, local, to)));
    }
}

package io.fairlead.net.socket;

import static io.fairlead.posix.FileConstants.O_CLOEXEC;
import static io.fairlead.posix.InetConstants.IPPROTO_UDP;
import static io.fairlead.posix.InetConstants.UDP_GRO;
import static io.fairlead.posix.SocketConstants.AF_INET6;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_ACCEPTCONN;
import static io.fairlead.posix.SocketConstants.SO_DOMAIN;

import io.fairlead.net.Endpoint;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Channels of java.nio over sockets that they have not made. The JDK makes one of descriptor 0
 * ({@code System.inheritedChannel}), and of no other. So a channel opens a socket of its own, at an
 * address that nothing else has; by that address its descriptor is found; and dup3(2) puts the
 * other socket in its place, which closes the channel's own.
 *
 * <p>Such a channel does not know the other socket's address: {@code getLocalAddress} tells that of
 * its own. What it accepts and receives has the right ones.
 *
 * <p>Belongs to one thread.
 */
final class AdoptedChannels {
    private final Posix posix = new Posix();
    private final SocketCalls calls = new SocketCalls(posix);
    private final Descriptors descriptors = new Descriptors(posix);
    private final int fd;
    private final StandardProtocolFamily family;

    /**
     * @param fd which stays open, and is the caller's
     * @param endpoint what it is bound to
     */
    AdoptedChannels(int fd, Endpoint endpoint) {
        this.fd = fd;
        boolean six = calls.getsockopt(fd, SOL_SOCKET, SO_DOMAIN) == AF_INET6;
        StandardProtocolFamily inet =
                six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        boolean unix = endpoint.scheme() == Endpoint.Scheme.UNIX;
        family = unix ? StandardProtocolFamily.UNIX : inet;
    }

    /** A channel that accepts from the socket. */
    ServerSocketChannel listener() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(family);
        @Nullable Path directory = null;
        try {
            if (family == StandardProtocolFamily.UNIX) {
                directory = Files.createTempDirectory("fairlead");
                channel.bind(UnixDomainSocketAddress.of(directory.resolve("s")));
            } else {
                channel.bind(anyPort());
            }
            return replaced(channel, 1);
        } catch (IOException | RuntimeException e) {
            throw closedAfter(e, channel);
        } finally {
            if (directory != null) remove(directory);
        }
    }

    /** What the socket is bound to. */
    SocketAddress localAddress() throws IOException {
        SockaddrStorage address = new SockaddrStorage();
        NativeErrors.check(calls.getsockname(fd, address));
        return address.toSocketAddress();
    }

    /** A channel that receives from the socket, and sends by it. */
    DatagramChannel datagrams() throws IOException {
        DatagramChannel channel = DatagramChannel.open(family);
        try {
            channel.bind(anyPort());
            calls.setsockopt(fd, IPPROTO_UDP, UDP_GRO, 0); // Linux before 5.0 has none
            return replaced(channel, 0);
        } catch (IOException | RuntimeException e) {
            throw closedAfter(e, channel);
        }
    }

    /** IPv4 loopback is there for both families, whatever this machine has of IPv6. */
    private static InetSocketAddress anyPort() throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    }

    private static void remove(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve("s"));
        Files.deleteIfExists(directory);
    }

    private <C extends NetworkChannel> C replaced(C channel, int listens) throws IOException {
        SocketAddress own = channel.getLocalAddress();
        List<Integer> same =
                OpenDescriptors.numbers().stream()
                        .filter(one -> isThat(one, own, listens))
                        .toList();
        if (same.size() != 1) {
            throw new IOException("the channel's descriptor is not to be told among " + same);
        }
        NativeErrors.check(descriptors.dup3(fd, same.getFirst(), O_CLOEXEC));
        return channel;
    }

    private boolean isThat(int number, SocketAddress own, int listens) {
        SockaddrStorage address = new SockaddrStorage();
        return calls.getsockopt(number, SOL_SOCKET, SO_ACCEPTCONN) == listens
                && calls.getsockname(number, address) == 0
                && address.toSocketAddress().equals(own)
                && calls.getpeername(number, address) < 0;
    }

    private static IOException closedAfter(Exception failure, Closeable channel) {
        Sockets.closeAfter(failure, channel);
        return failure instanceof IOException known ? known : new IOException(failure);
    }
}

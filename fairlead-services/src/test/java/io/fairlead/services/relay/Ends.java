package io.fairlead.services.relay;

import io.fairlead.net.Endpoint;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What is on both sides of a relay: sockets that owe nothing to Fairlead. */
final class Ends {
    final Recorded recorded = new Recorded();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    <T extends AutoCloseable> T keep(T one) {
        open.add(one);
        return one;
    }

    ServerSocketChannel listenTcp() throws IOException {
        ServerSocketChannel listener = keep(ServerSocketChannel.open());
        listener.setOption(StandardSocketOptions.SO_RCVBUF, 64 * 1024);
        return listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    ServerSocketChannel listenUnix(Path path) throws IOException {
        ServerSocketChannel listener = keep(ServerSocketChannel.open(StandardProtocolFamily.UNIX));
        return listener.bind(UnixDomainSocketAddress.of(path));
    }

    static Endpoint endpoint(ServerSocketChannel listener) throws IOException {
        return switch (listener.getLocalAddress()) {
            case InetSocketAddress tcp -> Endpoint.tcp("127.0.0.1", tcp.getPort());
            case UnixDomainSocketAddress unix -> Endpoint.unix(unix.getPath());
            default -> throw new AssertionError();
        };
    }

    Relay start(RelayBuilder builder) throws IOException {
        return keep(builder.observer(recorded).start());
    }

    SocketChannel connect(Relay relay) throws IOException {
        Endpoint at = relay.endpoint();
        return keep(
                at.scheme() == Endpoint.Scheme.UNIX
                        ? SocketChannel.open(UnixDomainSocketAddress.of(at.path()))
                        : SocketChannel.open(
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(), at.port())));
    }

    SocketChannel accept(ServerSocketChannel listener) throws IOException {
        return keep(listener.accept());
    }

    <T> Future<T> beside(Callable<T> work) {
        return threads.submit(work);
    }

    static void send(SocketChannel socket, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) socket.write(left);
    }

    static byte[] receive(SocketChannel socket, int count) throws IOException {
        ByteBuffer got = ByteBuffer.allocate(count);
        while (got.hasRemaining()) {
            if (socket.read(got) < 0) throw new EOFException("after " + got.position());
        }
        return got.array();
    }

    /** True if an orderly end comes next. */
    static boolean isAtEnd(SocketChannel socket) throws IOException {
        return socket.read(ByteBuffer.allocate(1)) < 0;
    }

    @SuppressWarnings("JdkObsolete") // SO_LINGER 0: a reset
    static void reset(SocketChannel socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.close();
    }

    void close() throws Exception {
        threads.shutdownNow();
        for (AutoCloseable one : open) {
            if (!(one instanceof Relay)) one.close();
        }
        for (AutoCloseable one : open) one.close();
    }
}

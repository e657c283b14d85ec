package io.fairlead.server.site;

import static io.fairlead.posix.InetConstants.IPPROTO_TCP;
import static io.fairlead.posix.InetConstants.TCP_KEEPCNT;
import static io.fairlead.posix.InetConstants.TCP_KEEPIDLE;
import static io.fairlead.posix.InetConstants.TCP_KEEPINTVL;
import static io.fairlead.posix.InetConstants.TCP_USER_TIMEOUT;

import io.fairlead.net.NetException;
import io.fairlead.net.socket.Listener;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;
import io.fairlead.service.KeepAlive;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;

/** Sets the keep-alive times of a listener: what it accepts inherits them, without a call each. */
public final class KeepAliveOptions {
    private KeepAliveOptions() {}

    /**
     * On a channel: what the platform's Java has of them; TCP_USER_TIMEOUT it has nowhere.
     *
     * @throws NetException if the kernel refuses one; the listener is closed then
     */
    public static Listener set(Listener listener, KeepAlive times) throws NetException {
        if (!listener.endpoint().scheme().isTcp()) return listener;
        try {
            set(listener.channel(), "TCP_KEEPIDLE", Math.toIntExact(times.idle().toSeconds()));
            set(
                    listener.channel(),
                    "TCP_KEEPINTERVAL",
                    Math.toIntExact(times.interval().toSeconds()));
            set(listener.channel(), "TCP_KEEPCOUNT", times.probes());
            return listener;
        } catch (IOException e) {
            listener.close();
            throw NetException.of("setsockopt", listener.endpoint(), e);
        }
    }

    @SuppressWarnings("unchecked") // all three are of Integer, ExtendedSocketOptions says
    private static void set(ServerSocketChannel channel, String name, int value)
            throws IOException {
        // By name: the module jdk.net, which has them, may not be there.
        for (SocketOption<?> option : channel.supportedOptions()) {
            if (option.name().equals(name))
                channel.setOption((SocketOption<Integer>) option, value);
        }
    }

    /**
     * On a descriptor.
     *
     * @throws NetException if the kernel refuses one; the listener is closed then
     */
    public static NativeListener set(NativeListener listener, KeepAlive times) throws NetException {
        if (!listener.endpoint().scheme().isTcp()) return listener;
        SocketCalls sockets = new SocketCalls(new Posix());
        int fd = listener.fd();
        try {
            set(sockets, fd, TCP_KEEPIDLE, times.idle().toSeconds());
            set(sockets, fd, TCP_KEEPINTVL, times.interval().toSeconds());
            set(sockets, fd, TCP_KEEPCNT, times.probes());
            set(sockets, fd, TCP_USER_TIMEOUT, times.userTimeout().toMillis());
            return listener;
        } catch (IOException e) {
            listener.close();
            throw NetException.of("setsockopt", listener.endpoint(), e);
        }
    }

    private static void set(SocketCalls sockets, int fd, int option, long value)
            throws IOException {
        NativeErrors.check(sockets.setsockopt(fd, IPPROTO_TCP, option, Math.toIntExact(value)));
    }
}

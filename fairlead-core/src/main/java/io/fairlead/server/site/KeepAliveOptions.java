package io.fairlead.server.site;

import io.fairlead.net.NetException;
import io.fairlead.net.socket.Listener;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.net.socket.TcpTimes;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;
import io.fairlead.service.KeepAlive;
import java.io.IOException;

/** Sets the keep-alive times of a listener: what it accepts inherits them, without a call each. */
public final class KeepAliveOptions {
    private KeepAliveOptions() {}

    /** As the kernel has them. */
    public static TcpTimes of(KeepAlive times) {
        return new TcpTimes(
                Math.toIntExact(times.idle().toSeconds()),
                Math.toIntExact(times.interval().toSeconds()),
                times.probes(),
                Math.toIntExact(times.userTimeout().toMillis()));
    }

    /**
     * On a channel: what the platform's Java has of them; TCP_USER_TIMEOUT it has nowhere.
     *
     * @throws NetException if the kernel refuses one; the listener is closed then
     */
    public static Listener set(Listener listener, KeepAlive times) throws NetException {
        if (!listener.endpoint().scheme().isTcp()) return listener;
        try {
            of(times).set(listener.channel());
            return listener;
        } catch (IOException e) {
            listener.close();
            throw NetException.of("setsockopt", listener.endpoint(), e);
        }
    }

    /**
     * On a descriptor.
     *
     * @throws NetException if the kernel refuses one; the listener is closed then
     */
    public static NativeListener set(NativeListener listener, KeepAlive times) throws NetException {
        if (!listener.endpoint().scheme().isTcp()) return listener;
        try {
            of(times).set(new SocketCalls(new Posix()), listener.fd());
            return listener;
        } catch (IOException e) {
            listener.close();
            throw NetException.of("setsockopt", listener.endpoint(), e);
        }
    }
}

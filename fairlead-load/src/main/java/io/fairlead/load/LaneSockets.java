package io.fairlead.load;

import io.fairlead.net.Endpoint;
import io.fairlead.posix.Posix;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes the sockets of one loop, and learns which are ready. For one thread. */
interface LaneSockets extends AutoCloseable {
    /** Epoll where native calls work; a {@code Selector} everywhere else. */
    static LaneSockets open(Target target, Load load) throws IOException {
        boolean portable = Boolean.getBoolean("fairlead.load.selector");
        LaneSockets plain =
                Posix.isSupported() && !portable
                        ? new EpollSockets(target)
                        : new SelectorSockets(target);
        boolean tls = load.endpoint().scheme() == Endpoint.Scheme.TLS;
        return tls ? new TlsSockets(plain, load) : plain;
    }

    /**
     * Begins to connect a socket for {@code lane}; {@link LaneSocket#tryFinishConnect} says when
     * that is done. Until then the socket is watched for output.
     *
     * @return null when the server's queue is full: a Unix-domain server takes nobody just now
     */
    @Nullable LaneSocket connect(Lane lane) throws IOException;

    /** Waits until sockets are ready, or so long: how many are; see below for which. */
    int await(long timeoutNs) throws IOException;

    /** The lane of the ready socket at {@code index}, from 0 on. */
    Lane lane(int index);

    /** Whether it can be read, or has failed. */
    boolean isReadable(int index);

    /** Whether it can be written. */
    boolean isWritable(int index);

    /** How many local addresses were needed; more than 1 when the ports of one ran out. */
    int sources();

    @Override
    void close();
}

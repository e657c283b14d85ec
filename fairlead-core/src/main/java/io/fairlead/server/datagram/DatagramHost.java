package io.fairlead.server.datagram;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.server.loop.LoopHost;
import io.fairlead.server.loop.Readiness;
import java.io.IOException;

/** A host that has datagram sockets of its own: a simulated one. */
public interface DatagramHost extends LoopHost {
    /**
     * Binds a socket.
     *
     * @param endpoint its port may be 0
     * @throws NetException if the endpoint cannot be had
     */
    BoundSocket bind(Endpoint endpoint) throws NetException;

    /**
     * A socket that is connected to an address, for the loop that waits with {@code readiness}.
     * Nothing is sent.
     *
     * @throws IOException if it cannot be had; nothing is left open
     */
    ConnectedSocket connect(ConnectTarget to, Readiness readiness) throws IOException;
}

package io.fairlead.server.loop;

import io.fairlead.connection.ThreadHost;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.host.Host;
import io.fairlead.server.site.DialingEngine;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.Site;
import io.fairlead.service.Connection;
import java.io.Closeable;

/** A host that has sockets of its own, and threads that wait for them: a simulated one. */
public interface LoopHost extends Host {
    /** What a loop here waits with. */
    Readiness readiness();

    /**
     * Listens.
     *
     * @param endpoint its port may be 0
     * @param backlog connections that may wait to be accepted
     * @throws NetException if the endpoint cannot be had
     */
    LoopListener listen(Endpoint endpoint, int backlog) throws NetException;

    /**
     * A server whose connections have a thread each.
     *
     * @param placesMax connections at a time
     */
    Engine threads(Site site, LoopListener listener, int placesMax);

    /** A client whose connections have a thread each. */
    DialingEngine threads(Site site);

    /** The virtual threads here. */
    ThreadHost threadHost();

    /**
     * Connects in blocking style, for one of those threads.
     *
     * @throws NetException if it cannot be made; says why
     */
    Connection connect(Endpoint remote, ConnectOptions options) throws NetException;

    /** A listener that nobody has taken yet. */
    interface LoopListener extends Closeable {
        /** Where it listens, with the real port. */
        Endpoint endpoint();

        /** A door for the loop that waits with {@code readiness}, which takes the listener over. */
        LoopDoor door(Readiness readiness);

        @Override
        void close();
    }
}

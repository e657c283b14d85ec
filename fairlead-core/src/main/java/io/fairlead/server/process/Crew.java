package io.fairlead.server.process;

import io.fairlead.server.descriptor.NativeSocket;
import io.fairlead.server.site.SiteVisit;
import java.io.IOException;

/**
 * Who serves the connections of a {@link ProcessEngine}: child processes. All methods belong to the
 * engine's thread.
 */
public interface Crew {
    /** Connections that can be served at a time. */
    int placesMax();

    /** Starts what is to be warm when the first connection comes. */
    void start();

    /**
     * True as soon as somebody is known to be able to serve.
     *
     * @throws IOException if nobody will be; says why
     */
    default boolean hasBegun() throws IOException {
        return true;
    }

    /** True while nobody can serve, so that connections had better wait in the kernel's queue. */
    boolean isAway();

    /** Takes over a connection, of which the observer knows. */
    void serve(NativeSocket socket, SiteVisit visit);

    /** Has each connection end as soon as nothing it received is unanswered; none follows. */
    void drain();

    /** Ends what is left. */
    void cut();

    /** True when no child is left. */
    boolean isGone();

    /**
     * How long from now until {@link #onTime} should be called; {@link Long#MAX_VALUE} is never.
     */
    long waitNs();

    /** Does what was put off. */
    void onTime();

    /** Lets go of what is kept; called last. */
    default void close() {}
}

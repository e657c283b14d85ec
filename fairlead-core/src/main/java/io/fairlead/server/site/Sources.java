package io.fairlead.server.site;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of a server by where they come from. Safe for any thread.
 *
 * <p>Invariant: a count is above 0, so there are at most as many as there are connections.
 * Unix-domain sockets have no source and are not counted; without a limit nothing is.
 */
public final class Sources {
    private final int connectionsMax;
    private final Map<SourceNetwork, Integer> counts = new HashMap<>(); // guarded by this

    /**
     * @param connectionsMax of one source; {@link Integer#MAX_VALUE} is no limit
     */
    Sources(int connectionsMax) {
        this.connectionsMax = connectionsMax;
    }

    /** Counts one more connection; false, and not counted, if there are too many. */
    public boolean tryAdd(SocketAddress peer) {
        SourceNetwork source = network(peer);
        return source == null || tryAdd(source);
    }

    private synchronized boolean tryAdd(SourceNetwork source) {
        int count = counts.getOrDefault(source, 0);
        if (count >= connectionsMax) return false;
        counts.put(source, count + 1);
        return true;
    }

    /** A connection that was counted has ended. */
    public void remove(SocketAddress peer) {
        SourceNetwork source = network(peer);
        if (source != null) remove(source);
    }

    private synchronized void remove(SourceNetwork source) {
        counts.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
    }

    private @Nullable SourceNetwork network(SocketAddress peer) {
        return connectionsMax == Integer.MAX_VALUE ? null : SourceNetwork.of(peer);
    }
}

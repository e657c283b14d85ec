package io.fairlead.server.site;

import io.fairlead.server.access.AccessList;
import io.fairlead.server.report.RefusalReason;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a source may connect, and counts its connections. Safe for any thread.
 *
 * <p>Invariant: a count is above 0, so there are at most as many as there are connections.
 * Unix-domain sockets have no source and are not counted; without a limit nothing is.
 */
public final class Sources {
    private final int connectionsMax;
    private final AccessList access;
    private final Map<SourceNetwork, Integer> counts = new HashMap<>(); // guarded by this

    /**
     * @param connectionsMax of one source; {@link Integer#MAX_VALUE} is no limit
     * @param access says who may connect
     */
    Sources(int connectionsMax, AccessList access) {
        this.connectionsMax = connectionsMax;
        this.access = access;
    }

    /**
     * Counts one more connection.
     *
     * @return why it is refused, and not counted; null if it is not
     */
    public @Nullable RefusalReason tryAdd(SocketAddress peer) {
        if (!access.admits(peer)) return RefusalReason.DENIED;
        SourceNetwork source = network(peer);
        return source == null || tryAdd(source) ? null : RefusalReason.SOURCE;
    }

    /** Who may connect. */
    public AccessList access() {
        return access;
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

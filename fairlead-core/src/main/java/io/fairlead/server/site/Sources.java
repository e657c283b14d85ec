package io.fairlead.server.site;

import io.fairlead.server.access.AccessList;
import io.fairlead.server.access.Entrance;
import io.fairlead.server.report.RefusalReason;
import io.fairlead.service.Limits;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a source may connect, and counts its connections. Safe for any thread.
 *
 * <p>Invariant: a count is above 0, so there are at most as many as there are connections.
 * Unix-domain sockets have no source and are not counted; without a limit nothing is.
 */
public final class Sources {
    private final int connectionsMax;
    private final Entrance entrance;
    private final @Nullable ArrivalRates rates;
    private final Map<SourceNetwork, Integer> counts = new HashMap<>(); // guarded by this

    /**
     * @param limits of one source
     * @param clockNs of the rates
     * @param entrance says who may connect
     */
    Sources(Limits limits, LongSupplier clockNs, Entrance entrance) {
        connectionsMax = limits.connectionsPerSourceMax();
        int perSecond = limits.connectionsPerSourcePerSecond();
        rates = perSecond == Integer.MAX_VALUE ? null : new ArrivalRates(perSecond, clockNs);
        this.entrance = entrance;
    }

    /**
     * Counts one more connection, unless it is a proxy's, which has yet to say for whom.
     *
     * @param remote the other end of the socket
     * @return why it is refused, and not counted; null if it is not
     */
    public @Nullable RefusalReason tryAccept(SocketAddress remote) {
        if (entrance.proxies() == null) return tryAdd(remote);
        return entrance.isProxy(remote) ? null : RefusalReason.NOT_A_PROXY;
    }

    /** A connection that was accepted cannot be served. */
    public void notServed(SocketAddress remote) {
        if (entrance.proxies() == null) remove(remote);
    }

    /**
     * Counts one more connection.
     *
     * @return why it is refused, and not counted; null if it is not
     */
    @Nullable RefusalReason tryAdd(SocketAddress peer) {
        if (!entrance.access().admits(peer)) return RefusalReason.DENIED;
        SourceNetwork source = network(peer);
        if (source == null) return null;
        if (rates != null && !rates.tryArrive(source)) return RefusalReason.RATE;
        return tryAdd(source) ? null : RefusalReason.SOURCE;
    }

    /** Who may connect. */
    public AccessList access() {
        return entrance.access();
    }

    private synchronized boolean tryAdd(SourceNetwork source) {
        int count = counts.getOrDefault(source, 0);
        if (count >= connectionsMax) return false;
        counts.put(source, count + 1);
        return true;
    }

    /** A connection that was counted has ended. */
    void remove(SocketAddress peer) {
        SourceNetwork source = network(peer);
        if (source != null) remove(source);
    }

    private synchronized void remove(SourceNetwork source) {
        counts.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
    }

    private @Nullable SourceNetwork network(SocketAddress peer) {
        boolean isAsked = connectionsMax < Integer.MAX_VALUE || rates != null;
        return isAsked ? SourceNetwork.of(peer) : null;
    }
}

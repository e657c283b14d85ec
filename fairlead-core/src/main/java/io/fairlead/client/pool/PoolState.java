package io.fairlead.client.pool;

import io.fairlead.net.text.Durations;
import io.fairlead.service.Connection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has which connection of a pool, and who waits for one. Safe for any thread; nothing is
 * connected or closed under its lock.
 */
final class PoolState {
    private final PoolBuilder terms;
    private final ArrayDeque<PooledConnection> idle = new ArrayDeque<>(); // the latest used last
    private final Set<LeasedConnection> lent = new LinkedHashSet<>();
    private final ArrayDeque<PoolPlace> waiting = new ArrayDeque<>();
    private int open; // places that are taken: by connections, and by those who make one
    private boolean closed;

    PoolState(PoolBuilder terms) {
        this.terms = terms;
    }

    /** A place that is given already, or is waited for. */
    synchronized PoolPlace place() throws PoolException {
        if (closed) throw closedReason();
        PoolPlace place = new PoolPlace();
        PooledConnection latest = idle.pollLast();
        if (latest != null) {
            place.give(latest);
        } else if (open < terms.connectionsMax) {
            open++;
            place.give(null);
        } else {
            waiting.addLast(place);
        }
        return place;
    }

    PoolException closedReason() {
        return new PoolException(terms.endpoint, "the pool is closed");
    }

    /** It is waited for no more. */
    synchronized void forget(PoolPlace place) {
        waiting.remove(place);
    }

    synchronized PoolException noneFree(Duration timeout) {
        return new PoolException(
                terms.endpoint,
                "all "
                        + open
                        + " connections are in use, and none was given back within "
                        + Durations.text(timeout)
                        + "; give them back sooner, or raise connectionsMax");
    }

    /** False if the pool is closed. */
    synchronized boolean lend(LeasedConnection lease) {
        return !closed && lent.add(lease);
    }

    /** False if it was not lent: the pool was closed, and the connection with it. */
    synchronized boolean takeBack(LeasedConnection lease) {
        return lent.remove(lease);
    }

    /** Gives a connection, and its place, to who waits longest; false if the pool is closed. */
    synchronized boolean handOn(PooledConnection pooled) {
        if (closed) return false;
        if (!serve(pooled)) idle.addLast(pooled);
        return true;
    }

    /** Gives an empty place to who waits longest. */
    synchronized void freePlace() {
        if (!serve(null)) open--;
    }

    private boolean serve(@Nullable PooledConnection pooled) {
        for (PoolPlace next; (next = waiting.pollFirst()) != null; ) {
            if (next.give(pooled)) return true; // or it is waited for no more
        }
        return false;
    }

    /** Takes out the connections that are idle for too long, or too old, and frees their places. */
    synchronized List<Connection> takeExpired() {
        List<Connection> expired = new ArrayList<>();
        for (Iterator<PooledConnection> each = idle.iterator(); each.hasNext(); ) {
            PooledConnection pooled = each.next();
            boolean unused = pooled.isIdleFor(terms.idleTimeout) && open > terms.connectionsMin;
            if (!unused && !pooled.isTooOld()) continue;
            each.remove();
            open--; // while one is idle, nobody waits
            expired.add(pooled.connection);
        }
        return expired;
    }

    /** Takes a place for a connection that is to be kept; false if there are enough. */
    synchronized boolean takePlaceToFill() {
        int kept = Math.min(terms.connectionsMin, terms.connectionsMax);
        if (closed || open >= kept) return false;
        open++;
        return true;
    }

    /** Those that are lent for longer than {@code time}, and have not been told before. */
    synchronized List<LeasedConnection> takeLeaks(Duration time) {
        List<LeasedConnection> leaks = new ArrayList<>();
        for (LeasedConnection lease : lent) {
            if (lease.leakTold || terms.clockNs.getAsLong() - lease.borrowedNs < time.toNanos())
                continue;
            lease.leakTold = true;
            leaks.add(lease);
        }
        return leaks;
    }

    /** True while there is something to look after. */
    synchronized boolean isInUse() {
        return !closed && (open > 0 || terms.connectionsMin > 0);
    }

    synchronized PoolStats stats() {
        return new PoolStats(open, idle.size(), lent.size(), waiting.size());
    }

    /** Lends no more; the connections that are to be closed. */
    synchronized List<Connection> close() {
        List<Connection> ended = new ArrayList<>();
        closed = true;
        for (PooledConnection pooled : idle) ended.add(pooled.connection);
        for (LeasedConnection lease : lent) ended.add(lease.pooled.connection);
        open -= ended.size();
        idle.clear();
        lent.clear();
        for (PoolPlace place : waiting) place.refuse(closedReason());
        waiting.clear();
        return ended;
    }
}

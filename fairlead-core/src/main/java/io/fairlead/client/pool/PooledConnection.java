package io.fairlead.client.pool;

import io.fairlead.service.Connection;
import io.fairlead.service.DeadlineException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A connection of a pool. Belongs to whoever has it: the idle ones, a borrower. */
final class PooledConnection {
    final Connection connection;
    private final LongSupplier clockNs;
    private final long endNs;
    private volatile long idleSinceNs;

    private PooledConnection(Connection connection, PoolBuilder terms) {
        this.connection = connection;
        clockNs = terms.clockNs;
        long lifeNs = TimeUnit.NANOSECONDS.convert(terms.lifetime);
        long endsNs = lifeNs - terms.host.random().nextLong(lifeNs / 10 + 1);
        endNs = clockNs.getAsLong() + Math.min(endsNs, Long.MAX_VALUE / 2);
        idles();
    }

    /** A new one, on which has been said what is to be said first. */
    static PooledConnection opened(Connection connection, PoolBuilder terms, Duration timeout)
            throws IOException {
        try {
            connection.timeout(timeout);
            terms.opening.check(connection);
            connection.timeout(null);
            return new PooledConnection(connection, terms);
        } catch (Throwable e) {
            connection.close();
            throw e;
        }
    }

    void idles() {
        idleSinceNs = clockNs.getAsLong();
    }

    boolean isIdleFor(Duration time) {
        return clockNs.getAsLong() - idleSinceNs >= TimeUnit.NANOSECONDS.convert(time);
    }

    boolean isTooOld() {
        return clockNs.getAsLong() - endNs >= 0;
    }

    /** True if it can be lent. */
    boolean isGood(PoolBuilder terms, Duration timeout) {
        try {
            if (isTooOld() || !isQuiet()) return false;
            connection.timeout(timeout);
            if (isIdleFor(terms.checkAfter)) terms.check.check(connection);
            connection.timeout(null);
            return true;
        } catch (IOException e) {
            return false; // the next one may be good
        }
    }

    /** Nobody owes a word: what comes now would be taken for the answer to the next question. */
    private boolean isQuiet() throws IOException {
        connection.timeout(Duration.ZERO);
        try {
            connection.read(new byte[1]);
            return false; // it has ended, or the server has said something
        } catch (DeadlineException e) {
            return true;
        }
    }
}

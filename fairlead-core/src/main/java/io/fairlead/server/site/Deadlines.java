package io.fairlead.server.site;

import io.fairlead.service.Limits;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Watches the deadlines of connections whose own threads wait for a socket.
 *
 * <p>A connection is looked at when its deadline may have come, and at least once in the shortest
 * of the timeouts, so that a read or write need not tell anybody: a deadline that begins after one
 * look is never over before the next.
 */
public interface Deadlines {
    /** Watches {@code driver} until the watch is closed. */
    Watch watch(Driver driver);

    /** The clock to note by when there was a transfer, for any thread. */
    LongSupplier clockNs();

    /** The shortest of the timeouts that begin unannounced, or with the connection. */
    static long lookAgainNs(Limits limits) {
        return Stream.of(
                        limits.idleTimeout(),
                        limits.firstByteTimeout(),
                        limits.lifetimeMax(),
                        limits.frameTimeout(),
                        limits.writeTimeout(),
                        limits.halfClosedTimeout())
                .min(Duration::compareTo)
                .orElseThrow()
                .toNanos();
    }

    /** One connection's place among those that are watched. Safe for any thread. */
    interface Watch extends AutoCloseable {
        /** Sees to it that the deadline there is now is not missed. */
        void lookAgain();

        @Override
        void close();
    }
}

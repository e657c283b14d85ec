package io.fairlead.server;

import java.util.function.LongSupplier;

/** Watches the deadlines of connections whose own threads wait for a socket. */
interface Deadlines {
    /** Watches {@code driver} until the watch is closed. */
    Watch watch(Driver driver);

    /** The clock to note by when there was a transfer, for any thread. */
    LongSupplier clockNs();

    /** One connection's place among those that are watched. Safe for any thread. */
    interface Watch extends AutoCloseable {
        /** Sees to it that the deadline there is now is not missed. */
        void lookAgain();

        @Override
        void close();
    }
}

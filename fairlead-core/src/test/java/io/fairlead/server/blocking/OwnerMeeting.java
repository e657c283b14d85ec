package io.fairlead.server.blocking;

import io.fairlead.connection.ThreadHost;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/** The owner of a connection, about to wait in a read, and one who queues something. */
public class OwnerMeeting {
    private final Owner owner = new Owner(ThreadHost.REAL);
    private final AtomicInteger queued = new AtomicInteger();

    /** Sends what is queued, and begins to read. */
    @Operation
    public void turn() {
        do {
            owner.unchanged();
            queued.set(0);
        } while (!owner.readsFromNow());
    }

    /** Queues, and sends it if the owner reads. */
    @Operation
    public void queue() {
        queued.incrementAndGet();
        owner.changed();
        if (owner.isReading()) queued.set(0);
    }

    /** One of them has sent it. */
    @Validate
    public void check() {
        if (queued.get() != 0) throw new IllegalStateException("both leave it to the other");
    }
}

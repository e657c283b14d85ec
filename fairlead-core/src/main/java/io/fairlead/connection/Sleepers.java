package io.fairlead.connection;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;

/** The threads that sleep on a connection. Safe for any thread. */
final class Sleepers {
    private final BlockingTransport transport;
    private final TimedWaiters waiters = new TimedWaiters();

    Sleepers(BlockingTransport transport) {
        this.transport = transport;
    }

    /**
     * The calling thread sleeps.
     *
     * @return false if the server drains first
     * @throws IOException if the connection is closed first
     */
    boolean sleep(CallDeadline end) throws IOException {
        Thread self = Thread.currentThread();
        waiters.add(self);
        try {
            while (!transport.isDraining()) {
                long leftNs = end.leftNs();
                if (leftNs <= 0) return true;
                transport.pause(leftNs);
            }
            return false;
        } catch (ClosedByInterruptException e) {
            throw new IOException("interrupted while it slept, which closes the connection", e);
        } catch (AsynchronousCloseException e) {
            throw new IOException("the connection was closed while it slept", e);
        } finally {
            waiters.remove(self);
        }
    }

    /** Something has happened that ends a sleep. */
    void wake() {
        waiters.wake();
    }
}

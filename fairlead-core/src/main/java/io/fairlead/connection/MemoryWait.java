package io.fairlead.connection;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A wait for memory that others have: 10 ms at first, then twice as long each time. */
public final class MemoryWait {
    private static final long RETRY_NS_MIN = 10_000_000;
    private static final long RETRY_NS_MAX = 500_000_000;
    private static final long WAIT_NS_MAX = TimeUnit.SECONDS.toNanos(30);

    private MemoryWait() {}

    /**
     * Waits until {@code lends}.
     *
     * @throws IOException if the connection was closed meanwhile, the time is over, or there was
     *     none for half a minute
     */
    static void until(BooleanSupplier lends, CallDeadline deadline, StreamConnection connection)
            throws IOException {
        SocketAddress peer = connection.remoteAddress();
        until(lends, deadline, connection::isClosed, connection.threadHost(), peer);
    }

    /** The same, for a transport. */
    public static void until(BooleanSupplier lends, CallDeadline deadline, BlockingTransport of)
            throws IOException {
        until(lends, deadline, () -> !of.isOpen(), of.threadHost(), of.remoteAddress());
    }

    private static void until(
            BooleanSupplier lends,
            CallDeadline deadline,
            BooleanSupplier closed,
            ThreadHost threads,
            SocketAddress peer)
            throws IOException {
        long retryNs = RETRY_NS_MIN;
        for (long waitedNs = 0; !lends.getAsBoolean(); waitedNs += retryNs) {
            deadline.check();
            if (closed.getAsBoolean()) throw new EOFException("the connection is closed");
            if (waitedNs > WAIT_NS_MAX) throw outOfBuffers(peer);
            threads.park(retryNs);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for memory");
            }
            retryNs = Math.min(2 * retryNs, RETRY_NS_MAX);
        }
    }

    private static IOException outOfBuffers(SocketAddress peer) {
        return new IOException(
                "no buffer for "
                        + peer
                        + " for half a minute: the frame is longer than all memory for buffers, or"
                        + " other connections use it; limit frames to less, or give the JVM (-Xmx)"
                        + " or the server (bufferBytesTotal) more");
    }
}

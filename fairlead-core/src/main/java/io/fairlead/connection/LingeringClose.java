package io.fairlead.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection so that the peer gets our last bytes: half-close, then what the peer still
 * sends is read and dropped for a bounded time. Closing with unread input makes the kernel send a
 * reset (RFC 1122 section 4.2.2.13), which overtakes what we sent.
 */
public final class LingeringClose {
    private static final int DROPPED_BYTES_MAX = 1024 * 1024;
    private static final int READ_BYTES = 4 * 1024;

    private LingeringClose() {}

    /**
     * Closes {@code transport}, waiting for the peer's own close for {@code timeout} at most.
     *
     * @throws IOException if the peer did not close in time; the transport is closed all the same
     */
    public static void close(BlockingTransport transport, Duration timeout) throws IOException {
        try (transport) {
            transport.shutdownOutput();
            long endNs = System.nanoTime() + timeout.toNanos();
            dropInput(transport, () -> Duration.ofNanos(endNs - System.nanoTime()));
        }
    }

    /** Reads what is there, without waiting. */
    @FunctionalInterface
    public interface Reading {
        /** Bytes read; 0 if there are none; -1 at the end of input. */
        int read(ByteBuffer into) throws IOException;
    }

    /** Reads and drops what has arrived; what goes wrong is found out by others. */
    public static void dropArrived(Reading reading) {
        ByteBuffer dropped = ByteBuffer.allocateDirect(READ_BYTES);
        int left = DROPPED_BYTES_MAX;
        try {
            for (int count = 1; count > 0 && left > 0; left -= count) {
                count = reading.read(dropped.clear());
            }
        } catch (IOException e) {
            // it is lost already
        }
    }

    /**
     * Reads and drops what the peer still sends, until it closes or has sent too much.
     *
     * @param timeout how long the next read may wait; null is for ever
     */
    public static void dropInput(BlockingTransport transport, Supplier<@Nullable Duration> timeout)
            throws IOException {
        ByteBuffer dropped = ByteBuffer.allocate(READ_BYTES);
        int left = DROPPED_BYTES_MAX;
        int count = 0;
        while (count >= 0 && left > 0) {
            transport.awaitInput(timeout.get());
            count = transport.read(dropped.clear(), timeout.get());
            left -= count;
        }
    }
}

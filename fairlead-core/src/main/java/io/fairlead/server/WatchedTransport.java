package io.fairlead.server;

import io.fairlead.connection.Transport;
import io.fairlead.service.DeadlineException;
import io.fairlead.session.Deadline;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A handler's transport, as the server watches it: notes what a deadline needs to know, counts
 * bytes, and ends the input when the server drains.
 */
final class WatchedTransport implements Transport {
    /** A blocking write returns when all is taken: in pieces, progress is seen. */
    private static final int WRITE_BYTES_MAX = 64 * 1024;

    private final Transport plain;
    private final Site site;
    private final LongSupplier clockNs;
    private final Deadline deadline;
    private BooleanSupplier midFrame = () -> false;
    private volatile boolean reading;
    private volatile boolean draining;
    private volatile boolean inputEnded;
    private volatile boolean failed;
    private volatile boolean lingering;
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();

    WatchedTransport(Transport plain, Site site) {
        this.plain = plain;
        this.site = site;
        clockNs = site.terms.clockNs();
        deadline = new Deadline(site.limits(), clockNs.getAsLong());
    }

    /** Says how to know that a frame has begun and is not complete. */
    void watchFrames(BooleanSupplier midFrame) {
        this.midFrame = midFrame;
    }

    /** The conversation begins now; the wait for a thread of a pool was not the peer's. */
    void begun() {
        deadline.active(clockNs.getAsLong());
    }

    @Override
    public int read(ByteBuffer into, @Nullable Duration timeout) throws IOException {
        deadline.frame(!lingering && midFrame.getAsBoolean(), clockNs.getAsLong());
        reading = true;
        try {
            // Draining: a frame that has begun may be completed, but no other is begun.
            if (draining && !lingering && !midFrame.getAsBoolean()) return -1;
            int count = plain.read(into, timeout);
            if (count < 0) {
                inputEnded = true;
            } else {
                received.add(count);
                site.received(count);
                deadline.active(clockNs.getAsLong());
            }
            return count;
        } catch (DeadlineException e) {
            throw e;
        } catch (IOException e) {
            failed = true;
            throw e;
        } finally {
            reading = false;
        }
    }

    @Override
    public void write(ByteBuffer from, @Nullable Duration timeout) throws IOException {
        while (from.hasRemaining()) {
            int count = Math.min(from.remaining(), WRITE_BYTES_MAX);
            ByteBuffer piece = from.slice(from.position(), count);
            try {
                writePiece(piece, timeout);
            } finally {
                from.position(from.position() + piece.position());
            }
        }
    }

    private void writePiece(ByteBuffer piece, @Nullable Duration timeout) throws IOException {
        deadline.sendBlocked(clockNs.getAsLong());
        try {
            plain.write(piece, timeout);
        } catch (DeadlineException e) {
            throw e;
        } catch (IOException e) {
            failed = true;
            throw e;
        } finally {
            sent.add(piece.position());
            site.sent(piece.position());
            deadline.active(clockNs.getAsLong());
            deadline.sendProgressed();
        }
    }

    /** The conversation is over, and the peer's close is waited for. */
    void lingering() {
        lingering = true;
        deadline.lingering(clockNs.getAsLong());
    }

    /**
     * Ends the input as soon as no frame is under way.
     *
     * @return true if a read is waiting and should be ended
     */
    boolean drain() {
        draining = true;
        return reading && !midFrame.getAsBoolean();
    }

    /** True while a read has not returned. */
    boolean isReading() {
        return reading;
    }

    Deadline deadline() {
        return deadline;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    boolean isDraining() {
        return draining;
    }

    /** True when a read or write failed for another reason than time. */
    boolean hasFailed() {
        return failed;
    }

    long bytesReceived() {
        return received.sum();
    }

    long bytesSent() {
        return sent.sum();
    }

    @Override
    public void shutdownOutput() throws IOException {
        plain.shutdownOutput();
    }

    @Override
    public SocketAddress remoteAddress() {
        return plain.remoteAddress();
    }

    @Override
    public SocketAddress localAddress() {
        return plain.localAddress();
    }

    @Override
    public void close() {
        plain.close();
    }
}

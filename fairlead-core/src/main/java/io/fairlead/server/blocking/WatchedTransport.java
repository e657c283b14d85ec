package io.fairlead.server.blocking;

import io.fairlead.connection.BlockingTransport;
import io.fairlead.connection.CallDeadline;
import io.fairlead.connection.StreamConnection;
import io.fairlead.connection.ThreadHost;
import io.fairlead.proxy.PeerProxy;
import io.fairlead.service.CloseReason;
import io.fairlead.service.ConnectionWait;
import io.fairlead.service.DeadlineException;
import io.fairlead.service.Limits;
import io.fairlead.service.PeerTls;
import io.fairlead.session.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A handler's transport, as the server watches it: notes what a deadline needs to know, and ends
 * the input when the server drains.
 */
final class WatchedTransport implements BlockingTransport {
    /** A blocking write returns when all is taken: in pieces, progress is seen. */
    private static final int WRITE_BYTES_MAX = 64 * 1024;

    private final BlockingTransport plain;
    private final LongSupplier clockNs;
    private final Deadline deadline;
    private @Nullable StreamConnection connection;
    private volatile boolean reading;
    private volatile boolean draining;
    private volatile boolean inputEnded;
    private volatile boolean failed;
    private volatile @Nullable IOException interruption;
    private volatile @Nullable CloseReason limit;
    private volatile boolean lingering;
    private boolean frameNoted; // by who reads
    private long bytesSent; // by who writes

    /**
     * @param clockNs the site's clock, or one that runs as it does
     */
    WatchedTransport(BlockingTransport plain, Limits limits, LongSupplier clockNs) {
        this.plain = plain;
        this.clockNs = clockNs;
        deadline = new Deadline(limits, clockNs.getAsLong());
    }

    /** Names the connection that knows whether a frame has begun and is not complete. */
    void watchFrames(StreamConnection frames) {
        connection = frames;
    }

    /** What comes next, if somebody looks from outside; a thread in neither is the handler's. */
    ConnectionWait waitsFor() {
        if (lingering) return ConnectionWait.PEER_END;
        if (deadline.isSendBlocked()) return ConnectionWait.OUTPUT;
        if (!reading) return ConnectionWait.SERVICE;
        return isMidFrame() ? ConnectionWait.REST_OF_FRAME : ConnectionWait.INPUT;
    }

    private boolean isMidFrame() {
        return connection != null && connection.isMidFrame();
    }

    /** The conversation begins now; the wait for a thread of a pool was not the peer's. */
    void begun() {
        deadline.active(clockNs.getAsLong());
        noteWaiting();
    }

    @Override
    public void awaitInput(@Nullable Duration timeout) throws IOException {
        beginReading();
        try {
            if (!isInputOver()) plain.awaitInput(timeout);
        } catch (IOException e) {
            throw noted(e);
        } finally {
            endReading();
        }
    }

    @Override
    public int read(ByteBuffer into, @Nullable Duration timeout) throws IOException {
        beginReading();
        try {
            if (isInputOver()) return -1;
            int count = plain.read(into, timeout);
            if (count < 0) {
                inputEnded = true;
            } else if (count > 0) {
                deadline.received(count, clockNs.getAsLong());
            }
            return count;
        } catch (IOException e) {
            throw noted(e);
        } finally {
            endReading();
        }
    }

    private void beginReading() {
        boolean partial = !lingering && isMidFrame();
        if (partial != frameNoted) {
            frameNoted = partial;
            deadline.frame(partial, clockNs.getAsLong());
        }
        reading = true;
        noteWaiting();
    }

    private void endReading() {
        reading = false;
        noteWaiting();
    }

    /** A peer is not slow while the handler does something else. */
    private void noteWaiting() {
        deadline.expects(reading || deadline.isSendBlocked(), clockNs);
    }

    /** Draining: a frame that has begun may be completed, but no other is begun. */
    private boolean isInputOver() {
        return draining && !lingering && !isMidFrame();
    }

    @Override
    public void write(ByteBuffer from, @Nullable Duration timeout) throws IOException {
        int end = from.limit();
        CallDeadline whole = new CallDeadline(timeout, threadHost());
        try {
            while (from.position() < end) {
                int pieceEnd = Math.min(end, from.position() + WRITE_BYTES_MAX);
                writePiece(from.limit(pieceEnd), whole.left());
            }
        } finally {
            from.limit(end);
        }
    }

    private void writePiece(ByteBuffer piece, @Nullable Duration timeout) throws IOException {
        int start = piece.position();
        deadline.sendBlocked(clockNs.getAsLong());
        noteWaiting();
        try {
            plain.write(piece, timeout);
        } catch (IOException e) {
            throw noted(e);
        } finally {
            int count = piece.position() - start;
            bytesSent += count;
            deadline.sent(count, clockNs.getAsLong());
            noteWaiting();
        }
    }

    @Override
    public ThreadHost threadHost() {
        return plain.threadHost();
    }

    @Override
    public void pause(long ns) throws IOException {
        try {
            plain.pause(ns);
        } catch (IOException e) {
            throw noted(e);
        }
    }

    @Override
    public boolean isOpen() {
        return plain.isOpen();
    }

    private IOException noted(IOException failure) {
        if (failure instanceof DeadlineException) return failure;
        CloseReason reached = limit;
        if (reached != null) {
            failed = true;
            String sentence = "this server closed the connection: " + reached.words();
            return new IOException(sentence, failure);
        }
        if (connection != null && connection.isClosed()) return failure;
        failed = true;
        if (!isInterrupt(failure) && !isInterrupt(failure.getCause())) return failure;
        IOException told =
                new IOException("the handler's thread was interrupted while it waited", failure);
        interruption = told;
        return told;
    }

    private static boolean isInterrupt(@Nullable Throwable failure) {
        return failure instanceof InterruptedIOException
                || failure instanceof ClosedByInterruptException;
    }

    /** The server closes the connection for {@code reason}, which reads and writes say. */
    void expired(CloseReason reason) {
        limit = reason;
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
        return reading && !isMidFrame();
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

    @Override
    public boolean isDraining() {
        return draining;
    }

    /** True when a read or write failed for another reason than time, before the close. */
    boolean hasFailed() {
        return failed;
    }

    /** What a read or write threw because its thread was interrupted; null if none was. */
    @Nullable IOException interruption() {
        return interruption;
    }

    long bytesReceived() {
        return deadline.bytesReceived();
    }

    long bytesSent() {
        return bytesSent;
    }

    @Override
    public void shutdownOutput() throws IOException {
        plain.shutdownOutput();
    }

    @Override
    public void resetOnClose() {
        plain.resetOnClose();
    }

    @Override
    public @Nullable PeerProxy via() {
        return plain.via();
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
    public @Nullable PeerTls tls() {
        return plain.tls();
    }

    @Override
    public void inputOver() {
        plain.inputOver();
    }

    @Override
    public void close() {
        plain.close();
    }
}

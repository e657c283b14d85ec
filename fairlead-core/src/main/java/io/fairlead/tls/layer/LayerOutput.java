package io.fairlead.tls.layer;

import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import io.fairlead.session.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way out. Safe for any thread: one at a time wraps and sends.
 *
 * <p>The session has lent what was wrapped until its records have gone, so what it counts as queued
 * is what waits, and a flush is one. The lock is held while records are made, never in I/O.
 */
final class LayerOutput {
    /** For one call of send: as much as the kernel takes at a time, and a buffer has. */
    private static final int FLIGHT_BYTES_MAX = 64 * 1024;

    private final Session session;
    private final Records records;
    private final ReentrantLock sending = new ReentrantLock();
    // Guarded by sending; the volatile ones may be read without it.
    private final IoBuffer out;
    private volatile int waiting; // bytes in out
    private volatile boolean lent; // to the kernel
    private volatile boolean closing;
    private volatile boolean closed;
    private volatile boolean starved;
    private volatile boolean dataAllowed;
    private boolean hasFailed;
    private boolean freed;
    private int wrapped = -1; // of the bytes that the session has lent; -1 if it has lent none

    LayerOutput(Session session, Records records, Slab slab) {
        this.session = session;
        this.records = records;
        out = new IoBuffer(slab);
    }

    /** The handshake is done: what the session sends is wrapped from now on. */
    void allowData() {
        dataAllowed = true;
    }

    /** The session has nothing more to send: close_notify is next, and last. */
    void close() {
        closing = true;
    }

    /** True if {@link #begin} would have something that is not the session's. */
    boolean isWaiting() {
        if (lent) return false;
        if (waiting > 0) return true;
        if (closed || starved) return false;
        return records.status() == HandshakeStatus.NEED_WRAP || (closing && !isClosed());
    }

    private boolean isClosed() {
        return closed || records.engine().isOutboundDone();
    }

    /** True after {@link #close}, once all has gone. */
    boolean isFlushed() {
        return closing && !lent && waiting == 0 && !starved && isClosed();
    }

    /** True if the engine has ended this direction by itself: nothing more can be sent. */
    boolean isCutShort() {
        return !closing && !lent && waiting == 0 && isClosed();
    }

    /** True if there was no memory for a record. */
    boolean isStarved() {
        return starved;
    }

    /**
     * The bytes to send next, pinned; null if there are none or another thread is sending.
     *
     * @throws SSLException if TLS has failed
     */
    @Nullable ByteBuffer begin() throws SSLException {
        sending.lock();
        try {
            if (lent || freed) return null;
            if (out.size() == 0) fill();
            waiting = out.size();
            if (waiting == 0) {
                out.releaseIfEmpty();
                return null;
            }
            lent = true;
            return out.pin();
        } catch (SSLException | RuntimeException e) {
            closed = hasFailed; // the first time, an alert may follow
            hasFailed = true;
            throw e;
        } finally {
            sending.unlock();
        }
    }

    private void fill() throws SSLException {
        starved = false;
        if (records.placesKept(out)) {
            wrapOwn();
            if (dataAllowed && !records.keepsRecord() && !isClosed()) wrapData();
            if (closing && wrapped < 0 && !records.keepsRecord()) wrapLast();
        }
        starved |= records.keepsRecord();
    }

    /** An engine that has not begun may have nothing to say: it is asked once. */
    private void wrapLast() throws SSLException {
        records.engine().closeOutbound();
        while (!records.engine().isOutboundDone() && records.wrapOwn(out)) {
            if (records.keepsRecord()) return;
        }
        closed = true;
    }

    private void wrapOwn() throws SSLException {
        while (!closed && !records.keepsRecord() && records.status() == HandshakeStatus.NEED_WRAP) {
            closed = !records.wrapOwn(out); // an engine that has ended may want what it cannot do
        }
    }

    private void wrapData() throws SSLException {
        ByteBuffer plain = session.beginSend();
        if (plain == null) return;
        int begin = plain.position();
        try {
            int left = FLIGHT_BYTES_MAX - out.size();
            while (plain.hasRemaining() && left >= Records.PLAIN_BYTES_MAX) {
                if (!records.wrap(plain, out)) break;
                left = FLIGHT_BYTES_MAX - out.size();
            }
        } finally {
            wrapped = plain.position() - begin;
            starved = wrapped == 0;
            if (starved) endData();
        }
    }

    private void endData() {
        int count = wrapped;
        wrapped = -1;
        session.endSend(count);
    }

    /** Ends what {@link #begin} began: the kernel has taken {@code count} bytes. */
    void end(int count) {
        sending.lock();
        try {
            out.unpin(count);
            lent = false;
            waiting = freed ? 0 : out.size();
            if (waiting > 0) {
                if (wrapped >= 0 && count > 0) session.sendGoesOn();
                return;
            }
            out.release();
            if (wrapped >= 0) endData();
        } finally {
            sending.unlock();
        }
    }

    /** Drops what is queued and returns all memory, now or when what is lent comes back. */
    void free() {
        sending.lock();
        try {
            freed = true;
            if (lent) return;
            waiting = 0;
            out.release();
            if (wrapped >= 0) {
                wrapped = 0; // nobody knows
                endData();
            }
        } finally {
            sending.unlock();
        }
    }
}

package io.fairlead.session;

import io.fairlead.frame.IoBuffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Encoded frames on their way out: queued by any thread, sent by one thread at a time.
 *
 * <pre>
 *   last (frames are appended) ── spare ── spare ── first (lent to the kernel: pinned)
 * </pre>
 *
 * <p>Safe for any thread. The lock is held while a frame is encoded, never during I/O. The bytes
 * lent by {@link #begin} stay where they are until {@link #end}: what does not fit behind them goes
 * into another buffer.
 */
final class Outbox extends OutboxQueue {
    private volatile boolean sending; // as in the other half: guarded by queueing
    private long bytesSent;

    Outbox(Terms terms) {
        super(terms);
    }

    /** True while bytes are queued and nobody is sending them. */
    boolean isWaiting() {
        return queuedBytes > 0 && !sending;
    }

    /** Bytes that the kernel has taken so far. */
    long bytesSent() {
        queueing.lock();
        try {
            return bytesSent;
        } finally {
            queueing.unlock();
        }
    }

    /** What {@link #bytesSent} will be when all that is queued now has been taken. */
    long bytesTaken() {
        queueing.lock();
        try {
            return bytesSent + queuedBytes;
        } finally {
            queueing.unlock();
        }
    }

    /** The bytes to send next, pinned; null if there are none or another thread is sending. */
    @Nullable ByteBuffer begin() {
        if (queuedBytes == 0) return null;
        queueing.lock();
        try {
            if (sending || freed || queuedBytes == 0) return null;
            sending = true;
            return first.pin();
        } finally {
            queueing.unlock();
        }
    }

    /** Ends what {@link #begin} began: the kernel has taken {@code count} bytes. */
    void end(int count) {
        queueing.lock();
        try {
            sending = false;
            int before = queuedBytes;
            taken(before - count);
            bytesSent += count;
            first.unpin(count);
            if (freed) {
                releaseAll();
            } else if (first.size() == 0) {
                first.release();
                if (more != null && !more.isEmpty()) first = more.removeFirst();
            }
        } finally {
            queueing.unlock();
        }
    }

    /** So many bytes, which are not in here, are sent next; false if no more are taken. */
    boolean beginPiped(int count) {
        queueing.lock();
        try {
            if (closed) return false;
            sending = true;
            int before = queuedBytes;
            queuedBytes = before + count;
            note(count, false);
            return true;
        } finally {
            queueing.unlock();
        }
    }

    /** The kernel has taken {@code count} of them; {@code all} if none is left. */
    void endPiped(int count, boolean all) {
        queueing.lock();
        try {
            sending = !all;
            int before = queuedBytes;
            taken(before - count);
            bytesSent += count;
            if (all && freed) releaseAll();
        } finally {
            queueing.unlock();
        }
    }

    /** Takes no more frames; those queued still go out. */
    void close() {
        queueing.lock();
        try {
            closed = true;
        } finally {
            queueing.unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * As {@link #close}, if nothing is queued: to look first would drop what came between. Returns
     * false if something is; then it takes more.
     */
    boolean closeIfEmpty() {
        queueing.lock();
        try {
            if (queuedBytes > 0) return false;
            closed = true;
            return true;
        } finally {
            queueing.unlock();
        }
    }

    /** True when closed and nothing is queued or in the kernel's hands. */
    boolean isFlushed() {
        queueing.lock();
        try {
            return closed && !sending && queuedBytes == 0;
        } finally {
            queueing.unlock();
        }
    }

    /**
     * Drops what is queued and returns all memory, now or when the sender under way comes back. The
     * kernel has none of so many bytes as this returns; of those that are lent, nobody knows.
     */
    int free() {
        queueing.lock();
        try {
            int untouched = sending ? queuedBytes - first.size() : queuedBytes;
            closed = true;
            freed = true;
            if (!sending) releaseAll();
            return untouched;
        } finally {
            queueing.unlock();
        }
    }

    private void releaseAll() {
        queuedBytes = 0;
        first.release();
        if (more != null) more.forEach(IoBuffer::release);
        more = null;
    }
}

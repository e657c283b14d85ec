package io.fairlead.connection;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import io.fairlead.service.SendResult;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Encoded frames that wait for a connection's sender, in memory of the slab. Safe for any thread:
 * the lock is held while a frame is encoded, never in I/O.
 */
final class QueuedFrames {
    private final Slab slab;
    private final int bytesMax;
    private final Deque<IoBuffer> waiting = new ArrayDeque<>(1);
    private volatile int queuedBytes; // also those that the sender has
    private boolean sending;
    private boolean closed;

    /**
     * @param bytesMax that may wait; one frame may be longer, if it waits alone
     */
    QueuedFrames(Slab slab, int bytesMax) {
        this.slab = slab;
        this.bytesMax = bytesMax;
    }

    /**
     * Queues a frame.
     *
     * @throws IllegalArgumentException if it cannot be sent as one
     */
    synchronized SendResult offer(Codec codec, Frame frame) {
        if (closed) return SendResult.CLOSED;
        int bytes = codec.encodedBytes(frame);
        if (queuedBytes > 0 && queuedBytes + (long) bytes > bytesMax) return SendResult.FULL;
        if (bytes == 0) return SendResult.QUEUED;
        IoBuffer last = waiting.peekLast();
        boolean fits = last != null && last.hasRoom(bytes);
        IoBuffer buffer = fits ? last : new IoBuffer(slab);
        if (!buffer.reserve(bytes, StreamConnection.BUFFER_BYTES)) return SendResult.FULL;
        int before = buffer.size();
        encode(codec, frame, buffer);
        if (!fits) waiting.addLast(buffer);
        queuedBytes += buffer.size() - before; // whatever the codec had said
        return SendResult.QUEUED;
    }

    /** A codec that fails at it leaves no half of a frame. */
    private static void encode(Codec codec, Frame frame, IoBuffer buffer) {
        int before = buffer.size();
        boolean whole = false;
        try {
            codec.encode(frame, buffer);
            whole = true;
        } finally {
            if (!whole) buffer.cutTo(before);
            if (buffer.size() == 0) buffer.release();
        }
    }

    /** True if the caller is the sender from now on, until {@link #next} has no more for it. */
    synchronized boolean beginSending() {
        if (sending || waiting.isEmpty()) return false;
        sending = true;
        return true;
    }

    /** What is to be sent next, which is the caller's now; null if there is nothing. */
    synchronized @Nullable IoBuffer next() {
        return waiting.pollFirst();
    }

    /** The sender has nothing more; false if there is more since. */
    synchronized boolean endSending() {
        sending = !waiting.isEmpty();
        return !sending;
    }

    /** What is left in {@code buffer}, of {@code before} bytes, is next again. */
    synchronized void sent(IoBuffer buffer, int before) {
        queuedBytes -= before - buffer.size();
        if (buffer.size() == 0) return;
        waiting.addFirst(buffer);
        if (closed) close();
    }

    int queuedBytes() {
        return queuedBytes;
    }

    /** Takes no more, and gives the memory of what waits back; what the sender has is its own. */
    synchronized void close() {
        closed = true;
        waiting.forEach(IoBuffer::release);
        waiting.clear();
    }
}

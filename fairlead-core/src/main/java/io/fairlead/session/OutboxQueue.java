package io.fairlead.session;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The half of an outbox where frames are queued, by any thread: whether there is room and memory
 * for them, and who is told when there is again. The lock is held while a frame is encoded.
 */
abstract class OutboxQueue {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int SCARCE_BYTES_MAX = 64 * 1024;

    volatile Codec codec; // of what is offered from now on
    volatile int queuedBytesMax;
    final Slab slab;
    final ReentrantLock queueing = new ReentrantLock();
    // Guarded by queueing; the volatile ones may be read without it.
    IoBuffer first;
    @Nullable ArrayDeque<IoBuffer> more;
    volatile int queuedBytes;
    private volatile int unaskedBytes; // of these, behind the last answer
    volatile boolean closed;
    boolean freed;
    private volatile boolean owesWritable;
    private volatile boolean answerStarved;
    private int refusedBytes;
    private boolean borrowed; // belongs to the thread that serves

    OutboxQueue(Terms terms) {
        codec = terms.codec();
        slab = terms.slab();
        queuedBytesMax = terms.limits().queuedBytesMax();
        first = new IoBuffer(slab);
    }

    /**
     * Encodes and queues {@code frame}, with this {@link #codec}, or one for what is encoded.
     *
     * @param bytes what {@link Encoder#bytes} says of it
     * @param reply true for the answer to a frame being served, which has room of its own: frames
     *     are served only while {@link #hasRoom}, so an answer is not lost to what others send, and
     *     what others send keeps no frame from being served
     * @throws CodecFailure if the codec failed at it; nothing of it is queued
     */
    Offer offer(Codec current, Frame frame, int bytes, boolean reply) throws CodecFailure {
        queueing.lock();
        try {
            if (closed) return Offer.CLOSED;
            int before = queuedBytes;
            boolean fits = fits(before, bytes, reply);
            if (!fits || !append(current, frame, bytes)) {
                owesWritable = true;
                return fits ? Offer.NO_MEMORY : Offer.FULL;
            }
            queuedBytes = before + bytes;
            note(bytes, reply);
            return before == 0 && bytes > 0 ? Offer.QUEUED_FIRST : Offer.QUEUED;
        } finally {
            queueing.unlock();
        }
    }

    /** What others send has a maximum of its own, and so has what is queued up to an answer. */
    private boolean fits(int before, int bytes, boolean reply) {
        long after = before + (long) bytes;
        int max = queueMax();
        if (before == 0 || after <= max) return true;
        if (!reply || after > Integer.MAX_VALUE) return false;
        return before - unaskedBytes <= max || after <= 2L * max;
    }

    /** So many bytes were queued last, as an answer or unasked. */
    final void note(int bytes, boolean reply) {
        int before = unaskedBytes;
        int now = reply ? 0 : before + bytes;
        if (now != before) unaskedBytes = now;
    }

    /** The kernel has taken some. */
    final void taken(int left) {
        queuedBytes = left;
        if (unaskedBytes > left) unaskedBytes = left;
    }

    private boolean append(Codec current, Frame frame, int bytes) throws CodecFailure {
        if (bytes == 0) return true;
        IoBuffer last = more == null || more.isEmpty() ? first : more.getLast();
        if (!last.hasRoom(bytes)) {
            if (last.size() > 0) last = new IoBuffer(slab);
            boolean reserved =
                    last == first // for which the slab has kept some
                            ? last.reserve(bytes, BUFFER_BYTES)
                            : last.reserve(Math.max(bytes, BUFFER_BYTES));
            if (!reserved) {
                refusedBytes = bytes;
                return false;
            }
            if (last != first) {
                if (more == null) more = new ArrayDeque<>();
                if (more.peekLast() != last) more.addLast(last);
            }
        }
        int before = last.size();
        try {
            Encoder.encode(current, frame, last, bytes);
        } catch (CodecFailure e) {
            int queued = queuedBytes;
            queuedBytes = queued - (before - last.size()); // it took out what was there
            throw e;
        }
        return true;
    }

    /**
     * True while a frame may be served: what it is answered with will fit. What was sent unasked
     * does not count: a peer that waits for us to read would wait for ever, if we waited for it to
     * read first. While memory is scarce, an answer is sent before the next one is made.
     */
    boolean hasRoom() {
        if (answerStarved) return false;
        return slab.isScarce() ? queuedBytes == 0 : queuedBytes - unaskedBytes < queuedBytesMax;
    }

    /**
     * True if there is memory for an answer of the smallest chunk, too; while memory is scarce it
     * is borrowed before the frame is served, and given back by {@link #releaseUnused}.
     */
    boolean canAnswer() {
        if (!slab.isScarce() && !answerStarved) return true;
        queueing.lock();
        try {
            borrowed = !closed && queuedBytes == 0 && first.reserve(1);
            answerStarved = !closed && queuedBytes == 0 && !borrowed;
            return !answerStarved;
        } finally {
            queueing.unlock();
        }
    }

    /** Gives back what {@link #canAnswer} has borrowed for an answer that was not made. */
    void releaseUnused() {
        if (!borrowed) return;
        borrowed = false;
        queueing.lock();
        try {
            if (queuedBytes == 0 && !freed) first.releaseIfEmpty();
        } finally {
            queueing.unlock();
        }
    }

    /** When most memory is lent, nobody may keep much of it waiting. */
    private int queueMax() {
        return slab.isScarce() ? Math.min(queuedBytesMax, SCARCE_BYTES_MAX) : queuedBytesMax;
    }

    /** Bytes queued and not yet taken by the kernel. */
    int queuedBytes() {
        return queuedBytes;
    }

    /** True when nothing is queued for want of memory alone, and nobody will tell of more. */
    boolean isStarved() {
        return (owesWritable || answerStarved) && queuedBytes == 0 && !closed;
    }

    /** True while a sender that was told {@link Offer#FULL} waits to be told better. */
    boolean owesWritable() {
        return owesWritable;
    }

    /** True once after an {@link Offer#FULL}, when at least half of the queue is free again. */
    boolean takeOwedWritable() {
        if (!owesWritable || queuedBytes > queueMax() / 2) return false;
        queueing.lock();
        try {
            // Told only if what was refused would be taken now: else each turn would tell it.
            if (slab.isScarce() && !slab.wouldLend(refusedBytes, queuedBytes == 0)) return false;
            boolean owed = owesWritable && !closed;
            owesWritable = false;
            return owed;
        } finally {
            queueing.unlock();
        }
    }
}

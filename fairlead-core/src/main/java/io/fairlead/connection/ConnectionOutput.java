package io.fairlead.connection;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import io.fairlead.service.DeadlineException;
import io.fairlead.service.SendResult;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link StreamConnection} sends. Any thread writes, one after the other, and each write is
 * whole; a thread of its own sends what is queued, while something is.
 *
 * <p>Invariants: the buffer is used with the lock held, and in its {@link Turn}; what was queued
 * before a write goes out before it.
 */
final class ConnectionOutput {
    private static final Duration LAST_TIMEOUT = Duration.ofSeconds(1);

    private final StreamConnection connection;
    private final BlockingTransport transport;
    private final IoBuffer buffer;
    private final Turn turn;
    private final Slab slab;
    private final int queuedMax;
    private final WritersLock writers;
    private volatile @Nullable QueuedFrames queue; // made when used: most connections have none
    private volatile boolean sending; // what is queued, by a thread that the user does not know of

    private boolean closed; // guarded by this

    // Guarded by writers.
    private boolean ended;
    private @Nullable Thread cut;

    ConnectionOutput(
            StreamConnection connection, BlockingTransport transport, Slab slab, int queuedMax) {
        this.connection = connection;
        this.transport = transport;
        writers = new WritersLock(transport.threadHost());
        buffer = new IoBuffer(slab);
        turn = new Turn(buffer, () -> {});
        this.slab = slab;
        this.queuedMax = queuedMax;
    }

    // ---- writing, which waits ----

    void write(ByteBuffer bytes, CallDeadline deadline) throws IOException {
        begin(deadline);
        int start = bytes.position();
        boolean whole = false;
        try {
            while (bytes.hasRemaining()) {
                int count = Math.min(bytes.remaining(), StreamConnection.BUFFER_BYTES);
                reserve(count, deadline);
                buffer.put(Frame.of(bytes.slice(bytes.position(), count)));
                bytes.position(bytes.position() + count);
            }
            whole = true;
            cut = null;
        } finally {
            if (!whole && bytes.position() > start) cut = Thread.currentThread();
            end();
        }
    }

    void writeFrame(Codec codec, Frame frame, CallDeadline deadline) throws IOException {
        begin(deadline);
        try {
            reserve(codec.encodedBytes(frame), deadline);
            codec.encode(frame, buffer);
        } finally {
            end();
        }
    }

    private void reserve(int bytes, CallDeadline deadline) throws IOException {
        if (connection.isClosed()) throw new EOFException("the connection is closed");
        if (buffer.size() > 0 && !buffer.hasRoom(bytes)) send(buffer, deadline);
        MemoryWait.until(
                () -> buffer.reserve(bytes, StreamConnection.BUFFER_BYTES), deadline, connection);
    }

    void flush(CallDeadline deadline) throws IOException {
        begin(deadline);
        try {
            send(buffer, deadline);
        } finally {
            end();
        }
    }

    /** As {@link #flush}, if nobody else writes now: whoever does will see to it. */
    void flushUnlessOthersWrite(CallDeadline deadline) throws IOException {
        if (!writers.tryLock()) return;
        try {
            if (!turn.tryBegin()) return;
            try {
                send(buffer, deadline);
            } finally {
                turn.end();
            }
        } finally {
            writers.unlock();
        }
    }

    /** Flushes, and ends our direction. */
    void shutdown(CallDeadline deadline) throws IOException {
        begin(deadline);
        try {
            if (ended) return;
            send(buffer, deadline);
            transport.shutdownOutput();
            ended = true;
        } finally {
            end();
        }
    }

    /** Waits for the turn of the calling thread, and sends what was queued before. */
    private void begin(CallDeadline deadline) throws IOException {
        writers.lock(deadline);
        try {
            if (cut != null && !cut.equals(Thread.currentThread())) {
                throw new IOException(
                        "part of what another thread wrote is missing, for want of time: what comes"
                                + " after it would be taken for the rest");
            }
            turn.begin("write");
            QueuedFrames queued = queue;
            if (queued != null && queued.queuedBytes() > 0) {
                try {
                    sendQueued(queued, deadline);
                } catch (IOException | RuntimeException e) {
                    turn.end();
                    throw e;
                }
            }
        } catch (IOException | RuntimeException e) {
            writers.unlock();
            throw e;
        }
    }

    private void end() {
        turn.end();
        writers.unlock();
    }

    private void send(IoBuffer from, CallDeadline deadline) throws IOException {
        if (from.size() == 0) return;
        int size = from.size();
        ByteBuffer bytes = from.pin();
        // What was set before the call is for who set it; a channel would be closed by it.
        boolean interrupted = Thread.interrupted();
        try {
            transport.write(bytes, deadline.left());
        } catch (DeadlineException e) {
            throw deadline.notTaken();
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
            from.unpin(size - bytes.remaining());
            from.releaseIfEmpty();
        }
    }

    // ---- sending, which does not wait ----

    SendResult send(Codec codec, Frame frame) {
        if (connection.isClosed()) return SendResult.CLOSED;
        QueuedFrames used = queue();
        SendResult result = used.offer(codec, frame);
        if (used.beginSending()) {
            String name = "fairlead send to " + transport.remoteAddress();
            transport.threadHost().start(name, () -> sendAll(used));
        }
        return result;
    }

    private QueuedFrames queue() {
        QueuedFrames known = queue;
        return known != null ? known : makeQueue();
    }

    private synchronized QueuedFrames makeQueue() {
        QueuedFrames known = queue;
        if (known != null) return known;
        QueuedFrames made = new QueuedFrames(slab, queuedMax);
        queue = made;
        if (closed) made.close();
        return made;
    }

    int queuedBytes() {
        QueuedFrames used = queue;
        return used == null ? 0 : used.queuedBytes();
    }

    private void sendAll(QueuedFrames used) {
        CallDeadline never = connection.within(null);
        try {
            do {
                begin(never); // which sends it
                end();
            } while (!used.endSending());
        } catch (IOException | RuntimeException e) {
            used.close(); // whoever reads or writes is told why
        }
    }

    /** What was written before what is queued goes first. */
    private void sendQueued(QueuedFrames used, CallDeadline deadline) throws IOException {
        sending = true;
        try {
            send(buffer, deadline);
            for (IoBuffer next; (next = used.next()) != null; ) {
                int size = next.size();
                try {
                    send(next, deadline);
                } finally {
                    used.sent(next, size);
                }
            }
        } finally {
            sending = false;
        }
    }

    // ---- the end ----

    /**
     * Sends what is left before a close: does not wait for a write of another thread, and a second
     * at most for what is queued.
     *
     * @param timeout of the connection; null if it has none
     */
    void sendLast(@Nullable Duration timeout) throws IOException {
        if (queuedBytes() > 0) {
            flush(connection.within(timeout == null ? LAST_TIMEOUT : timeout));
        } else {
            flushUnlessOthersWrite(connection.within(timeout));
        }
    }

    /** True while a thread of the user's writes. */
    boolean isInUse() {
        return turn.isTaken() && !sending;
    }

    /** Gives the memory back, now or when whoever writes leaves. */
    void close() {
        synchronized (this) {
            closed = true;
            if (queue != null) queue.close();
        }
        turn.close();
    }
}

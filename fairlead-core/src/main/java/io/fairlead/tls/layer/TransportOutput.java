package io.fairlead.tls.layer;

import io.fairlead.connection.BlockingTransport;
import io.fairlead.connection.CallDeadline;
import io.fairlead.connection.MemoryWait;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way out of a blocking transport: wrapped and written by one thread at a time.
 * What a write could not send in its time goes first in the next one.
 */
final class TransportOutput {
    private static final Duration LAST_WRITE = Duration.ofMillis(200);

    private final BlockingTransport plain;
    private final Records records;
    private final ReentrantLock writing = new ReentrantLock(); // held while a write waits
    private final IoBuffer out;
    private volatile boolean closed;

    TransportOutput(BlockingTransport plain, Records records, Slab slab) {
        this.plain = plain;
        this.records = records;
        out = new IoBuffer(slab);
    }

    /** Writes all of {@code from}, and what the engine has to say. */
    void write(ByteBuffer from, @Nullable Duration timeout) throws IOException {
        CallDeadline deadline = new CallDeadline(timeout, plain.threadHost());
        writing.lock();
        try {
            flush(deadline);
            while (from.hasRemaining()) {
                MemoryWait.until(() -> reserves(from), deadline, plain);
                if (!records.wrap(from, out)) throw new IOException("TLS has ended this direction");
                flush(deadline);
            }
            writeOwn(deadline);
        } finally {
            writing.unlock();
            releaseIfClosed();
        }
    }

    /** Whoever is the last to write gives the memory back. */
    private void releaseIfClosed() {
        if (!closed || !writing.tryLock()) return;
        try {
            out.release();
        } finally {
            writing.unlock();
        }
    }

    private boolean reserves(ByteBuffer from) {
        int bytes = Math.min(from.remaining(), Records.PLAIN_BYTES_MAX);
        return out.reserve(bytes + Records.OVERHEAD_BYTES);
    }

    private void flush(CallDeadline deadline) throws IOException {
        if (out.size() > 0) writeOut(deadline);
        if (!records.keepsRecord()) return;
        MemoryWait.until(() -> records.placesKept(out), deadline, plain);
        writeOut(deadline);
    }

    private void writeOut(CallDeadline deadline) throws IOException {
        ByteBuffer bytes = out.pin();
        int begin = bytes.position();
        try {
            plain.write(bytes, deadline.left());
        } finally {
            out.unpin(bytes.position() - begin);
            out.releaseIfEmpty();
        }
    }

    private void writeOwn(CallDeadline deadline) throws IOException {
        while (records.status() == HandshakeStatus.NEED_WRAP && records.wrapOwn(out)) {
            flush(deadline);
        }
    }

    /** Writes what the engine has to say. */
    void writeOwn(@Nullable Duration timeout) throws IOException {
        writing.lock();
        try {
            CallDeadline deadline = new CallDeadline(timeout, plain.threadHost());
            flush(deadline);
            writeOwn(deadline);
        } finally {
            writing.unlock();
            releaseIfClosed();
        }
    }

    /** As {@link #writeOwn}, unless another thread writes: it will say it, too. */
    void writeOwnIfFree(CallDeadline deadline) throws IOException {
        if (records.status() != HandshakeStatus.NEED_WRAP || !writing.tryLock()) return;
        try {
            writeOwn(deadline);
        } finally {
            writing.unlock();
            releaseIfClosed();
        }
    }

    /** Ends this direction: close_notify. */
    void close(@Nullable Duration timeout) throws IOException {
        records.engine().closeOutbound();
        writeOwn(timeout);
    }

    /**
     * Gives the memory back.
     *
     * @param saysSo true to send close_notify before, if that can be done at once
     */
    void closeNow(boolean saysSo) {
        closed = true;
        if (!writing.tryLock()) return; // who writes is about to fail
        try {
            if (saysSo && !records.engine().isOutboundDone()) close(LAST_WRITE);
        } catch (IOException e) {
            // the other end is gone, or does not read
        } finally {
            out.release();
            writing.unlock();
        }
    }
}

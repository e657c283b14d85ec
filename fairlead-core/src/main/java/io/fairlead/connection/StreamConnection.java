package io.fairlead.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import io.fairlead.service.Connection;
import io.fairlead.service.DeadlineException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Connection} over a {@link BlockingTransport}: buffers both ways, borrowed from a slab
 * while there are bytes in them.
 *
 * <p>Invariants: a read that has to wait flushes first, unless another thread writes; a buffer is
 * used in its {@link Turn} only.
 */
public final class StreamConnection implements Connection {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final Codec LINES = Codec.lines();

    private final BlockingTransport transport;
    private final IoBuffer inbound;
    private final IoBuffer outbound;
    private final Turn reading;
    private final Turn writing;
    private @Nullable Duration timeout;
    private boolean inputEnded;
    private volatile boolean outputEnded;
    private volatile boolean closed;

    /**
     * A connection.
     *
     * @param transport is closed with the connection
     * @param slab lends the buffers
     */
    public StreamConnection(BlockingTransport transport, Slab slab) {
        this.transport = transport;
        inbound = new IoBuffer(slab);
        outbound = new IoBuffer(slab);
        reading = new Turn(inbound);
        writing = new Turn(outbound);
    }

    // ---- input ----

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!into.hasRemaining()) return 0;
        reading.begin("read");
        try {
            return take(into, new CallDeadline(timeout));
        } finally {
            reading.end();
        }
    }

    private int take(ByteBuffer into, CallDeadline deadline) throws IOException {
        if (inbound.size() == 0 && !fill(deadline)) return -1;
        int count = Math.min(into.remaining(), inbound.size());
        into.put(inbound.take(0, count, 0).buffer());
        inbound.releaseIfEmpty();
        return count;
    }

    @Override
    public int readFully(byte[] into) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(into);
        reading.begin("read");
        try {
            CallDeadline deadline = new CallDeadline(timeout);
            while (target.hasRemaining() && take(target, deadline) >= 0) {
                // read again: a stream brings what it has, not what was asked for
            }
            return target.position();
        } finally {
            reading.end();
        }
    }

    @Override
    public @Nullable String readLine() throws IOException {
        Frame line = readFrame(LINES);
        return line == null ? null : line.text();
    }

    @Override
    public @Nullable Frame readFrame(Codec codec) throws IOException {
        reading.begin("read");
        try {
            CallDeadline deadline = new CallDeadline(timeout);
            while (true) {
                Frame frame = inbound.size() == 0 ? null : codec.decode(inbound);
                if (frame != null) return frame;
                if (!inputEnded && fill(deadline)) continue;
                return inbound.size() == 0 ? null : codec.decodeEnd(inbound);
            }
        } finally {
            reading.end();
        }
    }

    /**
     * Reads once, after sending what the peer may be waiting for; false at the end of the input.
     */
    private boolean fill(CallDeadline deadline) throws IOException {
        if (inputEnded) return false;
        flushUnlessOthersWrite(deadline);
        inbound.releaseIfEmpty();
        try {
            int count = 0;
            while (count == 0) {
                deadline.check();
                transport.awaitInput(deadline.left());
                count = readOnce(deadline);
            }
            inputEnded = count < 0;
        } catch (DeadlineException e) {
            throw deadline.late(inbound.size());
        }
        return !inputEnded;
    }

    private int readOnce(CallDeadline deadline) throws IOException {
        MemoryWait.until(() -> inbound.reserveForRead(BUFFER_BYTES), deadline, this);
        try {
            int count = transport.read(inbound.space(), deadline.left());
            if (count > 0) inbound.commit(count);
            return count;
        } finally {
            inbound.releaseIfEmpty();
        }
    }

    // ---- output ----

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        writing.begin("write");
        try {
            CallDeadline deadline = new CallDeadline(timeout);
            while (bytes.hasRemaining()) {
                int count = Math.min(bytes.remaining(), BUFFER_BYTES);
                reserveOutput(count, deadline);
                outbound.put(Frame.of(bytes.slice(bytes.position(), count)));
                bytes.position(bytes.position() + count);
            }
        } finally {
            writing.end();
        }
    }

    @Override
    public void write(String text) throws IOException {
        write(text.getBytes(UTF_8));
    }

    @Override
    public void writeFrame(Codec codec, Frame frame) throws IOException {
        writing.begin("write");
        try {
            reserveOutput(codec.encodedBytes(frame), new CallDeadline(timeout));
            codec.encode(frame, outbound);
        } finally {
            writing.end();
        }
    }

    private void reserveOutput(int bytes, CallDeadline deadline) throws IOException {
        if (closed) throw new EOFException("the connection is closed");
        if (outbound.size() > 0 && !outbound.hasRoom(bytes)) send(deadline);
        MemoryWait.until(() -> outbound.reserve(bytes, BUFFER_BYTES), deadline, this);
    }

    @Override
    public void flush() throws IOException {
        writing.begin("write");
        try {
            send(new CallDeadline(timeout));
        } finally {
            writing.end();
        }
    }

    private void flushUnlessOthersWrite(CallDeadline deadline) throws IOException {
        if (!writing.tryBegin()) return;
        try {
            send(deadline);
        } finally {
            writing.end();
        }
    }

    private void send(CallDeadline deadline) throws IOException {
        if (outbound.size() == 0) return;
        int size = outbound.size();
        ByteBuffer bytes = outbound.pin();
        // What was set before the call is for who set it; a channel would be closed by it.
        boolean interrupted = Thread.interrupted();
        try {
            transport.write(bytes, deadline.left());
        } catch (DeadlineException e) {
            throw deadline.notTaken();
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
            outbound.unpin(size - bytes.remaining());
            outbound.releaseIfEmpty();
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        writing.begin("write");
        try {
            if (outputEnded) return;
            send(new CallDeadline(timeout));
            transport.shutdownOutput();
            outputEnded = true;
        } finally {
            writing.end();
        }
    }

    // ---- both ----

    @Override
    public void timeout(@Nullable Duration timeout) {
        this.timeout = timeout;
    }

    /** True while part of a line or frame has been read and the rest has not. */
    public boolean isMidFrame() {
        return inbound.size() > 0;
    }

    /** True while a thread reads or writes. */
    public boolean isInUse() {
        return reading.isTaken() || writing.isTaken();
    }

    /** True after {@link #close}, by whichever thread. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Closes, and gives the buffers back. To be called by the thread that used the connection,
     * after it; what another thread still has is given back when that leaves.
     */
    public void release() {
        try {
            close();
        } finally {
            reading.close();
            writing.close();
        }
    }

    @Override
    public SocketAddress remoteAddress() {
        return transport.remoteAddress();
    }

    @Override
    public SocketAddress localAddress() {
        return transport.localAddress();
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        try {
            // Another thread that is in a transfer has the buffer, and is about to be woken.
            flushUnlessOthersWrite(new CallDeadline(timeout));
        } catch (IOException e) {
            // The peer is gone or does not read; what could be sent was sent.
        } finally {
            transport.close();
        }
    }

    @Override
    public String toString() {
        return "connection to " + remoteAddress();
    }
}

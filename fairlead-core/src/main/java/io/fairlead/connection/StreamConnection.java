package io.fairlead.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import io.fairlead.proxy.PeerProxy;
import io.fairlead.service.Connection;
import io.fairlead.service.DeadlineException;
import io.fairlead.service.PeerTls;
import io.fairlead.service.SendResult;
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
    static final int BUFFER_BYTES = 16 * 1024;
    private static final Codec LINES = Codec.lines();

    private final BlockingTransport transport;
    private final IoBuffer inbound;
    private final Turn reading;
    private final ConnectionOutput output;
    private final Sleepers sleepers;
    private @Nullable Duration timeout;
    private boolean inputEnded;
    private volatile boolean closed;
    private volatile @Nullable String abortDetail;

    /**
     * A connection.
     *
     * @param transport is closed with the connection
     * @param slab lends the buffers
     * @param queuedMax bytes that may wait after {@link #send}
     */
    public StreamConnection(BlockingTransport transport, Slab slab, int queuedMax) {
        this.transport = transport;
        inbound = new IoBuffer(slab);
        reading = new Turn(inbound, transport::inputOver);
        sleepers = new Sleepers(transport);
        output = new ConnectionOutput(this, transport, slab, queuedMax);
    }

    // ---- input ----

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!into.hasRemaining()) return 0;
        reading.begin("read");
        try {
            return take(into, within(timeout));
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
            CallDeadline deadline = within(timeout);
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
            CallDeadline deadline = within(timeout);
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
        output.flushUnlessOthersWrite(deadline);
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
        output.write(bytes, within(timeout));
    }

    @Override
    public void write(String text) throws IOException {
        write(text.getBytes(UTF_8));
    }

    @Override
    public void writeFrame(Codec codec, Frame frame) throws IOException {
        output.writeFrame(codec, frame, within(timeout));
    }

    @Override
    public SendResult send(Codec codec, Frame frame) {
        return output.send(codec, frame);
    }

    @Override
    public int queuedBytes() {
        return output.queuedBytes();
    }

    @Override
    public void flush() throws IOException {
        output.flush(within(timeout));
    }

    @Override
    public void shutdownOutput() throws IOException {
        output.shutdown(within(timeout));
    }

    // ---- both ----

    ThreadHost threadHost() {
        return transport.threadHost();
    }

    /** The end of a call that begins now. */
    CallDeadline within(@Nullable Duration time) {
        return new CallDeadline(time, threadHost());
    }

    @Override
    public boolean sleep(Duration time) throws IOException {
        CallDeadline end = within(time);
        output.flushUnlessOthersWrite(within(timeout));
        return sleepers.sleep(end);
    }

    /** Something has happened that ends a {@link #sleep}. */
    public void wakeSleepers() {
        sleepers.wake();
    }

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
        return reading.isTaken() || output.isInUse();
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
            output.close();
        }
    }

    @Override
    public boolean isDraining() {
        return transport.isDraining();
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
    public @Nullable PeerTls tls() {
        return transport.tls();
    }

    @Override
    public @Nullable PeerProxy via() {
        return transport.via();
    }

    @Override
    public void abort(String detail) {
        if (closed) return;
        abortDetail = detail;
        closed = true;
        transport.resetOnClose();
        transport.close();
        wakeSleepers();
    }

    /** What {@link #abort} was told; null if it was not called. */
    public @Nullable String abortDetail() {
        return abortDetail;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        try {
            // Another thread that is in a write has the buffer, and is about to be woken.
            output.sendLast(timeout);
        } catch (IOException e) {
            // The peer is gone or does not read; what could be sent was sent.
        } finally {
            transport.close();
            wakeSleepers();
        }
    }

    @Override
    public String toString() {
        return "connection to " + remoteAddress();
    }
}

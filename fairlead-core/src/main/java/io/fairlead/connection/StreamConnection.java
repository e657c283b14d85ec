package io.fairlead.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import io.fairlead.service.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Connection} over a {@link Transport}: buffers both ways, borrowed from a slab while
 * there are bytes in them.
 *
 * <p>Invariant: a read that has to wait flushes first.
 */
public final class StreamConnection implements Connection {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final Codec LINES = Codec.lines();

    private final Transport transport;
    private final IoBuffer inbound;
    private final IoBuffer outbound;
    private @Nullable Duration timeout;
    private boolean inputEnded;
    private volatile boolean transferring;
    private volatile boolean closed;

    /**
     * A connection.
     *
     * @param transport is closed with the connection
     * @param slab lends the buffers
     */
    public StreamConnection(Transport transport, Slab slab) {
        this.transport = transport;
        inbound = new IoBuffer(slab);
        outbound = new IoBuffer(slab);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!into.hasRemaining()) return 0;
        if (inbound.size() == 0 && !fill()) return -1;
        int count = Math.min(into.remaining(), inbound.size());
        into.put(inbound.take(0, count, 0).buffer());
        inbound.releaseIfEmpty();
        return count;
    }

    @Override
    public int readFully(byte[] into) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(into);
        while (target.hasRemaining() && read(target) >= 0) {
            // read again: a stream brings what it has, not what was asked for
        }
        return target.position();
    }

    @Override
    public @Nullable String readLine() throws IOException {
        Frame line = readFrame(LINES);
        return line == null ? null : line.text();
    }

    @Override
    public @Nullable Frame readFrame(Codec codec) throws IOException {
        while (true) {
            Frame frame = inbound.size() == 0 ? null : codec.decode(inbound);
            if (frame != null) return frame;
            if (!inputEnded && fill()) continue;
            return inbound.size() == 0 ? null : codec.decodeEnd(inbound);
        }
    }

    /**
     * Reads once, after sending what the peer may be waiting for; false at the end of the input.
     */
    private boolean fill() throws IOException {
        if (inputEnded) return false;
        flush();
        inbound.releaseIfEmpty();
        int count = 0;
        while (count == 0) {
            transport.awaitInput(timeout);
            count = readOnce();
        }
        inputEnded = count < 0;
        return !inputEnded;
    }

    private int readOnce() throws IOException {
        if (!inbound.reserveForRead(BUFFER_BYTES)) throw outOfBuffers();
        transferring = true;
        try {
            int count = transport.read(inbound.space(), timeout);
            if (count > 0) inbound.commit(count);
            return count;
        } finally {
            transferring = false;
            inbound.releaseIfEmpty();
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), BUFFER_BYTES);
            reserveOutput(count);
            outbound.put(Frame.of(bytes.slice(bytes.position(), count)));
            bytes.position(bytes.position() + count);
        }
    }

    @Override
    public void write(String text) throws IOException {
        write(text.getBytes(UTF_8));
    }

    @Override
    public void writeFrame(Codec codec, Frame frame) throws IOException {
        reserveOutput(codec.encodedBytes(frame));
        codec.encode(frame, outbound);
    }

    private void reserveOutput(int bytes) throws IOException {
        if (closed) throw new EOFException("the connection is closed");
        if (outbound.size() > 0 && !outbound.hasRoom(bytes)) flush();
        if (!outbound.reserve(Math.max(bytes, BUFFER_BYTES))) throw outOfBuffers();
    }

    private IOException outOfBuffers() {
        return new IOException(
                "no buffer for " + remoteAddress() + ": all memory of bufferBytesTotal is lent");
    }

    @Override
    public void flush() throws IOException {
        if (outbound.size() == 0) return;
        int size = outbound.size();
        ByteBuffer bytes = outbound.pin();
        transferring = true;
        try {
            transport.write(bytes, timeout);
        } finally {
            transferring = false;
            outbound.unpin(size - bytes.remaining());
            outbound.releaseIfEmpty();
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        flush();
        transport.shutdownOutput();
    }

    @Override
    public void timeout(@Nullable Duration timeout) {
        this.timeout = timeout;
    }

    /** True while part of a line or frame has been read and the rest has not. */
    public boolean isMidFrame() {
        return inbound.size() > 0;
    }

    /** Gives the buffers back. To be called by the thread that used the connection, after it. */
    public void release() {
        close();
        inbound.release();
        outbound.release();
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
            if (!transferring) flush();
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

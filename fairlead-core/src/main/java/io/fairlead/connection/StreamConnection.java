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
 * <p>Invariants: a read that has to wait flushes first; a buffer is used in its {@link Turn} only.
 */
public final class StreamConnection implements Connection {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final Codec LINES = Codec.lines();

    private final Transport transport;
    private final IoBuffer inbound;
    private final IoBuffer outbound;
    private @Nullable Duration timeout;
    private final Turn reading;
    private final Turn writing;
    private boolean inputEnded; // by whose turn it is to read
    private volatile boolean outputEnded;
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
        reading = new Turn(inbound);
        writing = new Turn(outbound);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!into.hasRemaining()) return 0;
        reading.begin("read");
        try {
            if (inbound.size() == 0 && !fill()) return -1;
            int count = Math.min(into.remaining(), inbound.size());
            into.put(inbound.take(0, count, 0).buffer());
            inbound.releaseIfEmpty();
            return count;
        } finally {
            reading.end();
        }
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
        reading.begin("read");
        try {
            while (true) {
                Frame frame = inbound.size() == 0 ? null : codec.decode(inbound);
                if (frame != null) return frame;
                if (!inputEnded && fill()) continue;
                return inbound.size() == 0 ? null : codec.decodeEnd(inbound);
            }
        } finally {
            reading.end();
        }
    }

    /**
     * Reads once, after sending what the peer may be waiting for; false at the end of the input.
     */
    private boolean fill() throws IOException {
        if (inputEnded) return false;
        flushIfNobodyWrites();
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
        try {
            int count = transport.read(inbound.space(), timeout);
            if (count > 0) inbound.commit(count);
            return count;
        } finally {
            inbound.releaseIfEmpty();
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        writing.begin("write");
        try {
            while (bytes.hasRemaining()) {
                int count = Math.min(bytes.remaining(), BUFFER_BYTES);
                reserveOutput(count);
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
            reserveOutput(codec.encodedBytes(frame));
            codec.encode(frame, outbound);
        } finally {
            writing.end();
        }
    }

    private void reserveOutput(int bytes) throws IOException {
        if (closed) throw new EOFException("the connection is closed");
        if (outbound.size() > 0 && !outbound.hasRoom(bytes)) send();
        if (!outbound.reserve(Math.max(bytes, BUFFER_BYTES))) throw outOfBuffers();
    }

    private IOException outOfBuffers() {
        return new IOException(
                "no buffer for " + remoteAddress() + ": all memory of bufferBytesTotal is lent");
    }

    @Override
    public void flush() throws IOException {
        writing.begin("write");
        try {
            send();
        } finally {
            writing.end();
        }
    }

    /** Who writes just now, in another thread, flushes by itself. */
    private void flushIfNobodyWrites() throws IOException {
        if (!writing.tryBegin()) return;
        try {
            send();
        } finally {
            writing.end();
        }
    }

    private void send() throws IOException {
        if (outbound.size() == 0) return;
        int size = outbound.size();
        ByteBuffer bytes = outbound.pin();
        try {
            transport.write(bytes, timeout);
        } finally {
            outbound.unpin(size - bytes.remaining());
            outbound.releaseIfEmpty();
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (outputEnded) return;
        flush();
        transport.shutdownOutput();
        outputEnded = true;
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
        return reading.isTaken() || writing.isTaken();
    }

    /** True after {@link #close}. */
    public boolean isClosed() {
        return closed;
    }

    /** Closes, and gives the buffers back as soon as no thread is at them. */
    public void release() {
        close();
        reading.close();
        writing.close();
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
            flushIfNobodyWrites(); // who does is about to be woken
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

package io.fairlead.client.pool;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.service.Connection;
import io.fairlead.service.SendResult;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection that was borrowed: {@link #close} gives it back. It is lent again only if nothing
 * went wrong with it; after an exception, a deadline, an end of its input, or a {@link #discard},
 * it is closed. Threads as {@link Connection} says.
 */
public final class LeasedConnection implements Connection {
    final long borrowedNs;
    final PooledConnection pooled;
    final @Nullable Throwable borrower;
    private final Connection connection;
    private final ConnectionPool pool;
    private final AtomicBoolean returned = new AtomicBoolean();
    private volatile boolean broken;
    boolean leakTold; // belongs to the pool's lock

    /** What may go wrong with a connection. */
    private interface Use<T extends @Nullable Object> {
        T of(Connection connection) throws IOException;
    }

    /**
     * A connection in the hands of its borrower.
     *
     * @param borrower has the borrower's stack; null if nobody wants to know
     */
    LeasedConnection(ConnectionPool pool, PooledConnection pooled, @Nullable Throwable borrower) {
        this.pool = pool;
        this.pooled = pooled;
        this.borrower = borrower;
        borrowedNs = pool.nowNs();
        connection = pooled.connection;
    }

    /** Has the connection closed, and not lent again, when it is given back. */
    public void discard() {
        broken = true;
    }

    /** Gives the connection back. Later calls do nothing; other calls are refused then. */
    @Override
    public void close() {
        if (!returned.compareAndSet(false, true)) return;
        try {
            connection.timeout(pool.timeout()); // a server that reads no more must not hold it up
            if (!broken) connection.flush();
            connection.timeout(null);
            if (connection.queuedBytes() > 0) broken = true;
        } catch (IOException e) {
            broken = true;
        }
        pool.giveBack(this, !broken);
    }

    private <T extends @Nullable Object> T use(Use<T> use) throws IOException {
        Connection held = held();
        boolean done = false;
        try {
            T result = use.of(held);
            done = true;
            return result;
        } finally {
            if (!done) broken = true;
        }
    }

    private Connection held() {
        if (!returned.get()) return connection;
        throw new IllegalStateException(
                "this connection was given back to its pool; borrow another one");
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = use(held -> held.read(into));
        if (count < 0) broken = true;
        return count;
    }

    @Override
    public int readFully(byte[] into) throws IOException {
        int count = use(held -> held.readFully(into));
        if (count < into.length) broken = true;
        return count;
    }

    @Override
    public @Nullable String readLine() throws IOException {
        String line = this.<@Nullable String>use(Connection::readLine);
        if (line == null) broken = true;
        return line;
    }

    @Override
    public @Nullable Frame readFrame(Codec codec) throws IOException {
        Frame frame = this.<@Nullable Frame>use(held -> held.readFrame(codec));
        if (frame == null) broken = true;
        return frame;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        use(held -> {
            held.write(bytes);
            return true;
        });
    }

    @Override
    public void write(String text) throws IOException {
        use(held -> {
            held.write(text);
            return true;
        });
    }

    @Override
    public void writeFrame(Codec codec, Frame frame) throws IOException {
        use(held -> {
            held.writeFrame(codec, frame);
            return true;
        });
    }

    @Override
    public boolean sleep(Duration time) throws IOException {
        return use(held -> held.sleep(time));
    }

    @Override
    public SendResult send(Codec codec, Frame frame) {
        return held().send(codec, frame);
    }

    @Override
    public int queuedBytes() {
        return held().queuedBytes();
    }

    @Override
    public void flush() throws IOException {
        use(held -> {
            held.flush();
            return true;
        });
    }

    /** As {@link Connection#shutdownOutput}; the connection is not lent again. */
    @Override
    public void shutdownOutput() throws IOException {
        broken = true;
        held().shutdownOutput();
    }

    @Override
    public void timeout(@Nullable Duration timeout) {
        held().timeout(timeout);
    }

    @Override
    public boolean isDraining() {
        return held().isDraining();
    }

    @Override
    public SocketAddress remoteAddress() {
        return held().remoteAddress();
    }

    @Override
    public SocketAddress localAddress() {
        return held().localAddress();
    }

    /** As {@link Connection#abort}; the connection is not lent again. */
    @Override
    public void abort(String detail) {
        broken = true;
        held().abort(detail);
    }
}

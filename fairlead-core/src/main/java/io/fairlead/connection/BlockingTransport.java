package io.fairlead.connection;

import io.fairlead.proxy.PeerProxy;
import io.fairlead.service.DeadlineException;
import io.fairlead.service.PeerTls;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a blocking connection asks of its socket: transfers that wait.
 *
 * <p>One reader and one writer at a time; {@link #close} from any thread wakes both.
 */
public interface BlockingTransport extends Closeable {
    /**
     * Waits for input before a buffer is borrowed for it, where the socket can tell: an idle
     * connection then holds none. Elsewhere it returns at once, and {@link #read} waits.
     *
     * @param timeout how long to wait; null is for ever
     * @throws DeadlineException if nothing came in time
     */
    default void awaitInput(@Nullable Duration timeout) throws IOException {}

    /**
     * Reads what is there, waiting for at least one byte.
     *
     * @param timeout how long to wait; null is for ever
     * @return bytes read; -1 when the peer has closed its direction; 0 if {@link #awaitInput} waits
     *     and is to be asked again
     * @throws DeadlineException if nothing came in time
     */
    int read(ByteBuffer into, @Nullable Duration timeout) throws IOException;

    /**
     * Writes all that remains in {@code from}.
     *
     * @param timeout how long it may take in all; null is for ever
     * @throws DeadlineException if the peer did not take all in time; {@code from} tells what is
     *     left
     */
    void write(ByteBuffer from, @Nullable Duration timeout) throws IOException;

    /** Ends our direction (FIN). */
    void shutdownOutput() throws IOException;

    /** {@link #close} is to reset the connection, where the protocol can. Safe for any thread. */
    default void resetOnClose() {}

    /**
     * Reads and drops what has arrived, without waiting: {@link #close} with unread input would
     * reset the connection, and that overtakes what was sent (RFC 1122 section 4.2.2.13). Does
     * nothing where a read would wait.
     */
    default void dropArrived() {}

    /** How its threads wait. */
    default ThreadHost threadHost() {
        return ThreadHost.REAL;
    }

    /**
     * Has the calling thread wait until it is unparked, at most {@code ns}.
     *
     * @throws IOException if this is closed by then, or the thread was interrupted, which closes it
     */
    default void pause(long ns) throws IOException {
        if (!isOpen()) throw new AsynchronousCloseException();
        threadHost().park(ns);
        if (Thread.currentThread().isInterrupted()) {
            close(); // as channels do
            throw new ClosedByInterruptException();
        }
        if (!isOpen()) throw new AsynchronousCloseException();
    }

    /** False once it is closed. Safe for any thread. */
    boolean isOpen();

    /** True once the server that accepted the connection ends it by and by. */
    default boolean isDraining() {
        return false;
    }

    /** How the connection is protected; null if it is not. */
    default @Nullable PeerTls tls() {
        return null;
    }

    /** The proxy that the other end has connected through; null if it has connected itself. */
    default @Nullable PeerProxy via() {
        return null;
    }

    /** The other end's address. */
    SocketAddress remoteAddress();

    /** This end's address. */
    SocketAddress localAddress();

    /** Nobody reads any more: gives memory back. Called once, by who read last, or after that. */
    default void inputOver() {}

    @Override
    void close();
}

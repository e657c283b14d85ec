package io.fairlead.service;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.TypedCodec;
import io.fairlead.proxy.PeerProxy;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One stream connection in blocking style, on either side: {@code readn}, {@code writen} and {@code
 * readline} of the classic texts, with half-close and deadlines.
 *
 * <p>The four ends of a read are told apart: bytes; the peer has closed its direction (0 in C, here
 * -1 or null); nothing came in time ({@link DeadlineException}, and the connection stays usable);
 * an error ({@link IOException} that names the call and the errno, or the limit of a server's that
 * ended the connection). EINTR is retried and never seen; a thread that is interrupted while it
 * waits loses the connection.
 *
 * <p>Output is buffered. It is sent by {@link #flush}, when the buffer is full, and before a read
 * that has to wait, so request and reply need no flush.
 *
 * <p>One thread may read while any others write: each write is whole, and waits for those under
 * way. {@link #send} waits for nothing. Of two threads that read, one gets an {@link
 * IllegalStateException} that names the other. {@link #close} and {@link #abort} may come from any
 * thread.
 */
public interface Connection extends Closeable {
    /**
     * Reads what has arrived, waiting for at least one byte ({@code read}).
     *
     * @return bytes read; -1 when the peer has closed its direction
     * @throws DeadlineException if nothing has arrived within the {@link #timeout}
     * @throws IOException if the connection is lost
     */
    int read(ByteBuffer into) throws IOException;

    /** As {@link #read(ByteBuffer)}, into the whole of {@code into}. */
    default int read(byte[] into) throws IOException {
        return read(ByteBuffer.wrap(into));
    }

    /**
     * Reads until {@code into} is full ({@code readn}).
     *
     * @return bytes read; fewer than asked for only when the peer has closed its direction
     * @throws DeadlineException if not all have arrived within the {@link #timeout}; what has is in
     *     {@code into}, and how much is not told
     * @throws IOException if the connection is lost
     */
    int readFully(byte[] into) throws IOException;

    /**
     * Reads a line, in UTF-8, ended by LF, CRLF or CR NUL, which is left out ({@code readline}).
     * The last line of a stream needs no end.
     *
     * @return null when the peer has closed its direction
     * @throws FrameException if the line is longer than {@link Codec#FRAME_BYTES_MAX}
     */
    @Nullable String readLine() throws IOException;

    /**
     * Reads one frame.
     *
     * @return a view that is valid until the next read; null when the peer has closed its direction
     * @throws FrameException if what arrived is not a frame
     */
    @Nullable Frame readFrame(Codec codec) throws IOException;

    /**
     * Reads one message.
     *
     * @return null when the peer has closed its direction
     * @throws FrameException if what arrived is not a message
     */
    default <T> @Nullable T readMessage(TypedCodec<T> codec) throws IOException {
        Frame frame = readFrame(codec.framing());
        return frame == null ? null : codec.toMessage(frame);
    }

    /**
     * Writes all of {@code bytes} ({@code writen}). Its bytes stay together: what other threads
     * write comes before or after them.
     *
     * @throws DeadlineException if it took too long; the position of {@code bytes} says how many
     *     are under way. The same thread may write the rest; others cannot write any more then
     */
    void write(ByteBuffer bytes) throws IOException;

    /** Writes all of {@code bytes}. */
    default void write(byte[] bytes) throws IOException {
        write(ByteBuffer.wrap(bytes));
    }

    /** Writes {@code text} in UTF-8. */
    void write(String text) throws IOException;

    /** Writes {@code line} in UTF-8 and LF. */
    default void writeLine(String line) throws IOException {
        write(line + "\n");
    }

    /** Writes one frame. */
    void writeFrame(Codec codec, Frame frame) throws IOException;

    /** Writes one message. */
    default <T> void writeMessage(TypedCodec<T> codec, T message) throws IOException {
        writeFrame(codec.framing(), codec.toFrame(message));
    }

    /**
     * Queues one frame, and returns at once; it goes out after what was written and queued before.
     * A thread of the connection's own sends what is queued. For pushes: from any thread, also one
     * that must not wait.
     *
     * @return {@link SendResult#FULL} if too much waits already: {@link Limits#queuedBytesMax} of a
     *     server, 16 MiB for a client
     * @throws IllegalArgumentException if the frame cannot be sent as one
     */
    SendResult send(Codec codec, Frame frame);

    /** Queues one message; as {@link #send(Codec, Frame)}. */
    default <T> SendResult send(TypedCodec<T> codec, T message) {
        return send(codec.framing(), codec.toFrame(message));
    }

    /** Bytes of {@link #send} that the kernel has not taken; those are lost by {@link #abort}. */
    int queuedBytes();

    /**
     * Sends what the buffer holds; returns when the kernel has it all, which does not mean that the
     * peer has.
     *
     * @throws DeadlineException if the kernel has not taken it within the {@link #timeout}
     * @throws IOException if the connection is lost
     */
    void flush() throws IOException;

    /**
     * Flushes, then ends our direction (FIN, half-close): the peer can still send. Later calls do
     * nothing.
     */
    void shutdownOutput() throws IOException;

    /**
     * How long each later read or write may take in all, however often it has to wait for a part of
     * what it reads or writes; {@link Duration#ZERO} is "do not wait" and null, the default, is
     * "for ever".
     */
    void timeout(@Nullable Duration timeout);

    /**
     * Waits for {@code time}, by the clock of where the connection is, which a simulated network
     * has in place of the machine's. Sends first what the buffer holds. Better than {@link
     * Thread#sleep(Duration)}, which notices no end.
     *
     * <pre>{@code
     * while (connection.sleep(Duration.ofSeconds(1))) connection.writeLine("tick");
     * }</pre>
     *
     * @return true once the time is over; false as soon as the server drains, see {@link
     *     #isDraining}
     * @throws IOException if the connection is closed meanwhile, by another thread or by a limit of
     *     the server's ({@link Limits#idleTimeout} counts on), or the thread is interrupted. What
     *     the peer does is not seen here, but by the next read or write
     */
    boolean sleep(Duration time) throws IOException;

    /**
     * True once the server drains: a read that finds nothing then ends as if the peer had closed
     * its direction, and this tells the two apart. So it is for a handler of a client's; never true
     * for a connection that no server or client has.
     */
    boolean isDraining();

    /** The other end's address. */
    SocketAddress remoteAddress();

    /** This end's address. */
    SocketAddress localAddress();

    /** How TLS protects the connection, and whom the peer has shown to be; null without TLS. */
    default @Nullable PeerTls tls() {
        return null;
    }

    /**
     * The proxy that the other end has connected through, by the PROXY protocol; null if it has
     * connected itself. As {@link Peer#via}.
     */
    default @Nullable PeerProxy via() {
        return null;
    }

    /**
     * Ends the connection now: what is queued is dropped, and over TCP the peer gets a reset (RST).
     * After a close it does nothing.
     *
     * @param detail why, for the report of the connection's end
     */
    void abort(String detail);

    /**
     * Flushes what it can without waiting for long, and closes: what {@link #send} has queued gets
     * a second, unless {@link #timeout} says otherwise. Later calls do nothing.
     */
    @Override
    void close();
}

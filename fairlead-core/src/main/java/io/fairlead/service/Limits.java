package io.fairlead.service;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything a server will not go beyond. Immutable.
 *
 * <p>{@code Limits.builder().idleTimeout(Duration.ofMinutes(5)).build()} makes one; what is not set
 * has its default. The codec limits the longest frame.
 *
 * <p>More limits may come. The serialized form allows for that: a limit that the reader does not
 * know is left out, and one that the writer did not know has its default.
 */
public final class Limits implements Serializable {
    /** The longest time a limit can be set to. */
    public static final Duration TIMEOUT_MAX = Duration.ofDays(366);

    /**
     * As {@link #idleTimeout}, {@link #firstByteTimeout} or {@link #lifetimeMax}: it never ends. A
     * connection that may be silent for ever is best left to {@link #keepAlive}, which finds out
     * when its peer is gone.
     */
    public static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

    /** The limits of a server that was told nothing else. */
    public static final Limits DEFAULT = builder().build();

    @Serial private static final long serialVersionUID = 1;

    /** Never changed. One step more to a limit, and so a limit stands in three places, not six. */
    private final transient LimitValues values;

    Limits(LimitValues values) {
        this.values = values.copy();
    }

    /** A builder that starts from the defaults. */
    public static LimitsBuilder builder() {
        return new LimitsBuilder(new LimitValues());
    }

    /** A builder that starts from these limits. */
    public LimitsBuilder toBuilder() {
        return new LimitsBuilder(values.copy());
    }

    /** Connections served at a time. Default: 10000. */
    public int connectionsMax() {
        return values.connectionsMax;
    }

    /**
     * The most of these from one IPv4 address, or one IPv6 network of 64 bits. One more is refused,
     * whatever {@link #overLimit} says. Default: unlimited.
     */
    public int connectionsPerSourceMax() {
        return values.connectionsPerSourceMax;
    }

    /**
     * The most connections that one such source makes in a second; after a silence as many at once.
     * One more is reset without a word. Default: unlimited.
     */
    public int connectionsPerSourcePerSecond() {
        return values.connectionsPerSourcePerSecond;
    }

    /** What happens to a connection beyond {@link #connectionsMax}. Default: WAIT. */
    public OverLimit overLimit() {
        return values.overLimit;
    }

    /**
     * The line sent to a connection that is refused. Default: busy: too many connections, try again
     * later.
     */
    public String refusalText() {
        return values.refusalText;
    }

    /** The longest time with nothing received and nothing sent. Default: 10m. */
    public Duration idleTimeout() {
        return values.idleTimeout;
    }

    /**
     * The longest time from accept to the first byte received, whether or not a handler has begun
     * to read. For protocols in which the client speaks first. Default: 24h.
     */
    public Duration firstByteTimeout() {
        return values.firstByteTimeout;
    }

    /**
     * The longest time from accept to the end of the TLS handshake; a client has the time that is
     * left to connect. Default: 10s.
     */
    public Duration handshakeTimeout() {
        return values.handshakeTimeout;
    }

    /** The longest time from the first byte of a frame to its last. Default: 30s. */
    public Duration frameTimeout() {
        return values.frameTimeout;
    }

    /** The longest time in which a peer takes nothing of what waits for it. Default: 30s. */
    public Duration writeTimeout() {
        return values.writeTimeout;
    }

    /**
     * The longest time with nothing sent after the peer's half-close (its FIN, RFC 9293 section
     * 3.6). Default: 1m.
     */
    public Duration halfClosedTimeout() {
        return values.halfClosedTimeout;
    }

    /**
     * The least that must be received and sent together, in bytes a second, as a mean over each
     * {@link #frameTimeout} in which the server waits for the peer; 0 asks for none. For streams
     * that must flow, as uploads do: it closes idle connections. Default: 0.
     */
    public int bytesPerSecondMin() {
        return values.bytesPerSecondMin;
    }

    /** The longest time from accept to close. Default: 24h. */
    public Duration lifetimeMax() {
        return values.lifetimeMax;
    }

    /**
     * How long input is still read and dropped after the server closed, so that the peer gets the
     * last bytes and not a reset. Default: 2s.
     */
    public Duration lingerTimeout() {
        return values.lingerTimeout;
    }

    /**
     * How long a handler, service or codec may hold an event loop, or the thread that serves
     * datagrams, before the observer is told. Default: 1s.
     */
    public Duration stallTimeout() {
        return values.stallTimeout;
    }

    /**
     * When the kernel gives up a TCP peer that is gone without a word. Default: 1m, see {@link
     * KeepAlive#DEFAULT}.
     */
    public KeepAlive keepAlive() {
        return values.keepAlive;
    }

    /**
     * Bytes that may wait to be sent to one peer. One frame always fits, and the answers to a frame
     * have as much room again. Default: 1MiB.
     */
    public int queuedBytesMax() {
        return values.queuedBytesMax;
    }

    /** Bytes of all buffers of a server together. Default: 256MiB. */
    public long bufferBytesTotal() {
        return values.bufferBytesTotal;
    }

    /** Threads of the model {@code pool}. Default: 10. */
    public int poolThreads() {
        return values.poolThreads;
    }

    /** Connections that may wait for a thread of the model {@code pool}. Default: 100. */
    public int poolQueueMax() {
        return values.poolQueueMax;
    }

    /**
     * Connections that the kernel queues before the server accepts them, listen(2). Default: 1024.
     */
    public int backlog() {
        return values.backlog;
    }

    /** Source addresses of datagrams that are remembered at a time. Default: 10000. */
    public int datagramPeersMax() {
        return values.datagramPeersMax;
    }

    /** The time after which a silent source address is forgotten. Default: 1m. */
    public Duration datagramPeerTimeout() {
        return values.datagramPeerTimeout;
    }

    /** Whether {@code other} has the same limits. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Limits that && values.byName().equals(that.values.byName());
    }

    @Override
    public int hashCode() {
        return values.byName().hashCode();
    }

    /** Every limit with its name. */
    @Override
    public String toString() {
        return "Limits" + values.byName();
    }

    @Serial
    private Object writeReplace() {
        return new SerializedLimits(new TreeMap<>(values.byName()));
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("limits are written as " + SerializedLimits.class);
    }
}

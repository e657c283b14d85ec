package io.fairlead.service;

import java.io.Serializable;
import java.time.Duration;

/**
 * Everything a server will not go beyond, with the defaults in one place ({@link LimitsBuilder}).
 *
 * <p>Immutable; {@code Limits.builder().idleTimeout(Duration.ofMinutes(5)).build()} makes one. The
 * longest frame is the codec's to limit.
 *
 * @param connectionsMax connections served at a time
 * @param connectionsPerSourceMax of these, from one IPv4 address, or one IPv6 network of 64 bits;
 *     one more is refused, whatever {@code overLimit} says
 * @param overLimit what happens to a connection beyond {@code connectionsMax}
 * @param refusalText the line sent to a connection that is refused
 * @param idleTimeout time with nothing received and nothing sent
 * @param firstByteTimeout time from accept to the first byte received, whether or not a handler has
 *     begun to read; for protocols in which the client speaks first
 * @param frameTimeout time from the first byte of a frame to its last
 * @param writeTimeout time in which a peer takes nothing of what waits for it
 * @param halfClosedTimeout time with nothing sent after the peer's half-close
 * @param bytesPerSecondMin the least that must be received and sent together, as a mean over each
 *     {@code frameTimeout} in which the peer is waited for; 0 asks for none. For streams that must
 *     flow, as uploads do: it closes who is idle
 * @param lifetimeMax time from accept to close
 * @param lingerTimeout time for which input is drained after we closed, so that the peer gets our
 *     last bytes and not a reset
 * @param stallTimeout time for which a handler, service or codec may hold an event loop, or the
 *     thread that serves datagrams, before that is reported
 * @param keepAlive when the kernel gives up a TCP peer that is gone without a word
 * @param queuedBytesMax bytes waiting to be sent to one peer; one frame always fits, and the
 *     answers to a frame have as much room again
 * @param bufferBytesTotal bytes of all buffers of a server together
 * @param poolThreads threads of the {@code pool} model
 * @param poolQueueMax connections that wait for a thread of the {@code pool} model
 * @param backlog connections the kernel queues before they are accepted (listen)
 * @param datagramPeersMax source addresses remembered at a time
 * @param datagramPeerTimeout time after which a silent source address is forgotten
 */
public record Limits(
        int connectionsMax,
        int connectionsPerSourceMax,
        OverLimit overLimit,
        String refusalText,
        Duration idleTimeout,
        Duration firstByteTimeout,
        Duration frameTimeout,
        Duration writeTimeout,
        Duration halfClosedTimeout,
        int bytesPerSecondMin,
        Duration lifetimeMax,
        Duration lingerTimeout,
        Duration stallTimeout,
        KeepAlive keepAlive,
        int queuedBytesMax,
        long bufferBytesTotal,
        int poolThreads,
        int poolQueueMax,
        int backlog,
        int datagramPeersMax,
        Duration datagramPeerTimeout)
        implements Serializable {
    /** The longest time a limit can be set to. */
    public static final Duration TIMEOUT_MAX = Duration.ofDays(366);

    /** The limits of a server that was told nothing else. */
    public static final Limits DEFAULT = builder().build();

    /** Checks that each limit is one: positive, and not endless. */
    public Limits {
        positive("connectionsMax", connectionsMax);
        positive("connectionsPerSourceMax", connectionsPerSourceMax);
        positive("idleTimeout", idleTimeout);
        positive("firstByteTimeout", firstByteTimeout);
        positive("frameTimeout", frameTimeout);
        positive("writeTimeout", writeTimeout);
        positive("halfClosedTimeout", halfClosedTimeout);
        if (bytesPerSecondMin < 0) {
            throw new IllegalArgumentException("bytesPerSecondMin is below 0");
        }
        positive("lifetimeMax", lifetimeMax);
        positive("lingerTimeout", lingerTimeout);
        positive("stallTimeout", stallTimeout);
        positive("queuedBytesMax", queuedBytesMax);
        positive("bufferBytesTotal", bufferBytesTotal);
        positive("poolThreads", poolThreads);
        positive("poolQueueMax", poolQueueMax);
        positive("backlog", backlog);
        positive("datagramPeersMax", datagramPeersMax);
        positive("datagramPeerTimeout", datagramPeerTimeout);
    }

    /** A builder that starts from the defaults. */
    public static LimitsBuilder builder() {
        return new LimitsBuilder();
    }

    /** A builder that starts from these limits. */
    public LimitsBuilder toBuilder() {
        LimitsBuilder builder = new LimitsBuilder();
        builder.connectionsMax = connectionsMax;
        builder.connectionsPerSourceMax = connectionsPerSourceMax;
        builder.overLimit = overLimit;
        builder.refusalText = refusalText;
        builder.idleTimeout = idleTimeout;
        builder.firstByteTimeout = firstByteTimeout;
        builder.frameTimeout = frameTimeout;
        builder.writeTimeout = writeTimeout;
        builder.halfClosedTimeout = halfClosedTimeout;
        builder.bytesPerSecondMin = bytesPerSecondMin;
        builder.lifetimeMax = lifetimeMax;
        builder.lingerTimeout = lingerTimeout;
        builder.stallTimeout = stallTimeout;
        builder.keepAlive = keepAlive;
        builder.queuedBytesMax = queuedBytesMax;
        builder.bufferBytesTotal = bufferBytesTotal;
        builder.poolThreads = poolThreads;
        builder.poolQueueMax = poolQueueMax;
        builder.backlog = backlog;
        builder.datagramPeersMax = datagramPeersMax;
        builder.datagramPeerTimeout = datagramPeerTimeout;
        return builder;
    }

    private static void positive(String name, long value) {
        if (value <= 0) throw new IllegalArgumentException(name + " must be above 0: " + value);
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive() || value.compareTo(TIMEOUT_MAX) > 0) {
            throw new IllegalArgumentException(
                    name
                            + " must be above 0 and at most "
                            + TIMEOUT_MAX.toDays()
                            + " days: "
                            + value);
        }
    }
}

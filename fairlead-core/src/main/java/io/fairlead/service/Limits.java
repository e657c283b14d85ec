package io.fairlead.service;

import java.io.Serializable;
import java.time.Duration;

/**
 * Everything a server will not go beyond, with the defaults in one place ({@link Builder}).
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
 * @param frameTimeout time from the first byte of a frame to its last
 * @param writeTimeout time in which a peer takes nothing of what waits for it
 * @param halfClosedTimeout time with nothing sent after the peer's half-close
 * @param lifetimeMax time from accept to close
 * @param lingerTimeout time for which input is drained after we closed, so that the peer gets our
 *     last bytes and not a reset
 * @param stallTimeout time for which a handler may hold an event loop before that is reported
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
        Duration frameTimeout,
        Duration writeTimeout,
        Duration halfClosedTimeout,
        Duration lifetimeMax,
        Duration lingerTimeout,
        Duration stallTimeout,
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
        positive("frameTimeout", frameTimeout);
        positive("writeTimeout", writeTimeout);
        positive("halfClosedTimeout", halfClosedTimeout);
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
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these limits. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.connectionsMax = connectionsMax;
        builder.connectionsPerSourceMax = connectionsPerSourceMax;
        builder.overLimit = overLimit;
        builder.refusalText = refusalText;
        builder.idleTimeout = idleTimeout;
        builder.frameTimeout = frameTimeout;
        builder.writeTimeout = writeTimeout;
        builder.halfClosedTimeout = halfClosedTimeout;
        builder.lifetimeMax = lifetimeMax;
        builder.lingerTimeout = lingerTimeout;
        builder.stallTimeout = stallTimeout;
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

    /** Collects limits; what is not set has the default written here. Not thread-safe. */
    public static final class Builder {
        private int connectionsMax = 10_000;
        private int connectionsPerSourceMax = Integer.MAX_VALUE;
        private OverLimit overLimit = OverLimit.WAIT;
        private String refusalText = "busy: too many connections, try again later";
        private Duration idleTimeout = Duration.ofMinutes(10);
        private Duration frameTimeout = Duration.ofSeconds(30);
        private Duration writeTimeout = Duration.ofSeconds(30);
        private Duration halfClosedTimeout = Duration.ofMinutes(1);
        private Duration lifetimeMax = Duration.ofHours(24);
        private Duration lingerTimeout = Duration.ofSeconds(2);
        private Duration stallTimeout = Duration.ofSeconds(1);
        private int queuedBytesMax = 1024 * 1024;
        private long bufferBytesTotal = 256L * 1024 * 1024;
        private int poolThreads = 10;
        private int poolQueueMax = 100;
        private int backlog = 1_024;
        private int datagramPeersMax = 10_000;
        private Duration datagramPeerTimeout = Duration.ofMinutes(1);

        private Builder() {}

        /** Sets {@link Limits#connectionsMax}. */
        public Builder connectionsMax(int connectionsMax) {
            this.connectionsMax = connectionsMax;
            return this;
        }

        /** Sets {@link Limits#connectionsPerSourceMax}. */
        public Builder connectionsPerSourceMax(int connectionsPerSourceMax) {
            this.connectionsPerSourceMax = connectionsPerSourceMax;
            return this;
        }

        /** Sets {@link Limits#overLimit}. */
        public Builder overLimit(OverLimit overLimit) {
            this.overLimit = overLimit;
            return this;
        }

        /** Sets {@link Limits#refusalText}. */
        public Builder refusalText(String refusalText) {
            this.refusalText = refusalText;
            return this;
        }

        /** Sets {@link Limits#idleTimeout}. */
        public Builder idleTimeout(Duration idleTimeout) {
            this.idleTimeout = idleTimeout;
            return this;
        }

        /** Sets {@link Limits#frameTimeout}. */
        public Builder frameTimeout(Duration frameTimeout) {
            this.frameTimeout = frameTimeout;
            return this;
        }

        /** Sets {@link Limits#writeTimeout}. */
        public Builder writeTimeout(Duration writeTimeout) {
            this.writeTimeout = writeTimeout;
            return this;
        }

        /** Sets {@link Limits#halfClosedTimeout}. */
        public Builder halfClosedTimeout(Duration halfClosedTimeout) {
            this.halfClosedTimeout = halfClosedTimeout;
            return this;
        }

        /** Sets {@link Limits#lifetimeMax}. */
        public Builder lifetimeMax(Duration lifetimeMax) {
            this.lifetimeMax = lifetimeMax;
            return this;
        }

        /** Sets {@link Limits#lingerTimeout}. */
        public Builder lingerTimeout(Duration lingerTimeout) {
            this.lingerTimeout = lingerTimeout;
            return this;
        }

        /** Sets {@link Limits#stallTimeout}. */
        public Builder stallTimeout(Duration stallTimeout) {
            this.stallTimeout = stallTimeout;
            return this;
        }

        /** Sets {@link Limits#queuedBytesMax}. */
        public Builder queuedBytesMax(int queuedBytesMax) {
            this.queuedBytesMax = queuedBytesMax;
            return this;
        }

        /** Sets {@link Limits#bufferBytesTotal}. */
        public Builder bufferBytesTotal(long bufferBytesTotal) {
            this.bufferBytesTotal = bufferBytesTotal;
            return this;
        }

        /** Sets {@link Limits#poolThreads}. */
        public Builder poolThreads(int poolThreads) {
            this.poolThreads = poolThreads;
            return this;
        }

        /** Sets {@link Limits#poolQueueMax}. */
        public Builder poolQueueMax(int poolQueueMax) {
            this.poolQueueMax = poolQueueMax;
            return this;
        }

        /** Sets {@link Limits#backlog}. */
        public Builder backlog(int backlog) {
            this.backlog = backlog;
            return this;
        }

        /** Sets {@link Limits#datagramPeersMax}. */
        public Builder datagramPeersMax(int datagramPeersMax) {
            this.datagramPeersMax = datagramPeersMax;
            return this;
        }

        /** Sets {@link Limits#datagramPeerTimeout}. */
        public Builder datagramPeerTimeout(Duration datagramPeerTimeout) {
            this.datagramPeerTimeout = datagramPeerTimeout;
            return this;
        }

        /**
         * The limits.
         *
         * @throws IllegalArgumentException if one is not positive
         */
        public Limits build() {
            return new Limits(
                    connectionsMax,
                    connectionsPerSourceMax,
                    overLimit,
                    refusalText,
                    idleTimeout,
                    frameTimeout,
                    writeTimeout,
                    halfClosedTimeout,
                    lifetimeMax,
                    lingerTimeout,
                    stallTimeout,
                    queuedBytesMax,
                    bufferBytesTotal,
                    poolThreads,
                    poolQueueMax,
                    backlog,
                    datagramPeersMax,
                    datagramPeerTimeout);
        }
    }
}

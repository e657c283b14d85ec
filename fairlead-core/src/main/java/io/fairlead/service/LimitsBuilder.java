package io.fairlead.service;

import java.time.Duration;

/** Collects limits; what is not set has the default written here. Not thread-safe. */
public final class LimitsBuilder {
    int connectionsMax = 10_000;
    int connectionsPerSourceMax = Integer.MAX_VALUE;
    OverLimit overLimit = OverLimit.WAIT;
    String refusalText = "busy: too many connections, try again later";
    Duration idleTimeout = Duration.ofMinutes(10);
    Duration firstByteTimeout = Duration.ofHours(24);
    Duration frameTimeout = Duration.ofSeconds(30);
    Duration writeTimeout = Duration.ofSeconds(30);
    Duration halfClosedTimeout = Duration.ofMinutes(1);
    int bytesPerSecondMin = 0;
    Duration lifetimeMax = Duration.ofHours(24);
    Duration lingerTimeout = Duration.ofSeconds(2);
    Duration stallTimeout = Duration.ofSeconds(1);
    KeepAlive keepAlive = KeepAlive.DEFAULT;
    int queuedBytesMax = 1024 * 1024;
    long bufferBytesTotal = 256L * 1024 * 1024;
    int poolThreads = 10;
    int poolQueueMax = 100;
    int backlog = 1_024;
    int datagramPeersMax = 10_000;
    Duration datagramPeerTimeout = Duration.ofMinutes(1);

    LimitsBuilder() {}

    /** Sets {@link Limits#connectionsMax}. */
    public LimitsBuilder connectionsMax(int connectionsMax) {
        this.connectionsMax = connectionsMax;
        return this;
    }

    /** Sets {@link Limits#connectionsPerSourceMax}. */
    public LimitsBuilder connectionsPerSourceMax(int connectionsPerSourceMax) {
        this.connectionsPerSourceMax = connectionsPerSourceMax;
        return this;
    }

    /** Sets {@link Limits#overLimit}. */
    public LimitsBuilder overLimit(OverLimit overLimit) {
        this.overLimit = overLimit;
        return this;
    }

    /** Sets {@link Limits#refusalText}. */
    public LimitsBuilder refusalText(String refusalText) {
        this.refusalText = refusalText;
        return this;
    }

    /** Sets {@link Limits#idleTimeout}. */
    public LimitsBuilder idleTimeout(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
        return this;
    }

    /** Sets {@link Limits#firstByteTimeout}. */
    public LimitsBuilder firstByteTimeout(Duration firstByteTimeout) {
        this.firstByteTimeout = firstByteTimeout;
        return this;
    }

    /** Sets {@link Limits#frameTimeout}. */
    public LimitsBuilder frameTimeout(Duration frameTimeout) {
        this.frameTimeout = frameTimeout;
        return this;
    }

    /** Sets {@link Limits#writeTimeout}. */
    public LimitsBuilder writeTimeout(Duration writeTimeout) {
        this.writeTimeout = writeTimeout;
        return this;
    }

    /** Sets {@link Limits#halfClosedTimeout}. */
    public LimitsBuilder halfClosedTimeout(Duration halfClosedTimeout) {
        this.halfClosedTimeout = halfClosedTimeout;
        return this;
    }

    /** Sets {@link Limits#bytesPerSecondMin}. */
    public LimitsBuilder bytesPerSecondMin(int bytesPerSecondMin) {
        this.bytesPerSecondMin = bytesPerSecondMin;
        return this;
    }

    /** Sets {@link Limits#lifetimeMax}. */
    public LimitsBuilder lifetimeMax(Duration lifetimeMax) {
        this.lifetimeMax = lifetimeMax;
        return this;
    }

    /** Sets {@link Limits#lingerTimeout}. */
    public LimitsBuilder lingerTimeout(Duration lingerTimeout) {
        this.lingerTimeout = lingerTimeout;
        return this;
    }

    /** Sets {@link Limits#stallTimeout}. */
    public LimitsBuilder stallTimeout(Duration stallTimeout) {
        this.stallTimeout = stallTimeout;
        return this;
    }

    /** Sets {@link Limits#keepAlive}. */
    public LimitsBuilder keepAlive(KeepAlive keepAlive) {
        this.keepAlive = keepAlive;
        return this;
    }

    /** Sets {@link Limits#queuedBytesMax}. */
    public LimitsBuilder queuedBytesMax(int queuedBytesMax) {
        this.queuedBytesMax = queuedBytesMax;
        return this;
    }

    /** Sets {@link Limits#bufferBytesTotal}. */
    public LimitsBuilder bufferBytesTotal(long bufferBytesTotal) {
        this.bufferBytesTotal = bufferBytesTotal;
        return this;
    }

    /** Sets {@link Limits#poolThreads}. */
    public LimitsBuilder poolThreads(int poolThreads) {
        this.poolThreads = poolThreads;
        return this;
    }

    /** Sets {@link Limits#poolQueueMax}. */
    public LimitsBuilder poolQueueMax(int poolQueueMax) {
        this.poolQueueMax = poolQueueMax;
        return this;
    }

    /** Sets {@link Limits#backlog}. */
    public LimitsBuilder backlog(int backlog) {
        this.backlog = backlog;
        return this;
    }

    /** Sets {@link Limits#datagramPeersMax}. */
    public LimitsBuilder datagramPeersMax(int datagramPeersMax) {
        this.datagramPeersMax = datagramPeersMax;
        return this;
    }

    /** Sets {@link Limits#datagramPeerTimeout}. */
    public LimitsBuilder datagramPeerTimeout(Duration datagramPeerTimeout) {
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
                firstByteTimeout,
                frameTimeout,
                writeTimeout,
                halfClosedTimeout,
                bytesPerSecondMin,
                lifetimeMax,
                lingerTimeout,
                stallTimeout,
                keepAlive,
                queuedBytesMax,
                bufferBytesTotal,
                poolThreads,
                poolQueueMax,
                backlog,
                datagramPeersMax,
                datagramPeerTimeout);
    }
}

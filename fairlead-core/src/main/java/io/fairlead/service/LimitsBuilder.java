package io.fairlead.service;

import java.time.Duration;
import java.util.Objects;

/**
 * Collects limits. Not thread-safe.
 *
 * <p>Each method throws an {@link IllegalArgumentException} that names the limit if a number or a
 * time is not above 0, or a time is longer than {@link Limits#TIMEOUT_MAX}.
 */
public final class LimitsBuilder {
    private final LimitValues values;

    LimitsBuilder(LimitValues values) {
        this.values = values;
    }

    /** Sets {@link Limits#connectionsMax}. */
    public LimitsBuilder connectionsMax(int connectionsMax) {
        values.connectionsMax = positive("connectionsMax", connectionsMax);
        return this;
    }

    /** Sets {@link Limits#connectionsPerSourceMax}. */
    public LimitsBuilder connectionsPerSourceMax(int connectionsPerSourceMax) {
        values.connectionsPerSourceMax =
                positive("connectionsPerSourceMax", connectionsPerSourceMax);
        return this;
    }

    /** Sets {@link Limits#connectionsPerSourcePerSecond}. */
    public LimitsBuilder connectionsPerSourcePerSecond(int connectionsPerSourcePerSecond) {
        values.connectionsPerSourcePerSecond =
                positive("connectionsPerSourcePerSecond", connectionsPerSourcePerSecond);
        return this;
    }

    /** Sets {@link Limits#overLimit}. */
    public LimitsBuilder overLimit(OverLimit overLimit) {
        values.overLimit = Objects.requireNonNull(overLimit, "overLimit");
        return this;
    }

    /** Sets {@link Limits#refusalText}. */
    public LimitsBuilder refusalText(String refusalText) {
        values.refusalText = Objects.requireNonNull(refusalText, "refusalText");
        return this;
    }

    /** Sets {@link Limits#idleTimeout}. */
    public LimitsBuilder idleTimeout(Duration idleTimeout) {
        values.idleTimeout = positiveOrNever("idleTimeout", idleTimeout);
        return this;
    }

    /** Sets {@link Limits#firstByteTimeout}. */
    public LimitsBuilder firstByteTimeout(Duration firstByteTimeout) {
        values.firstByteTimeout = positiveOrNever("firstByteTimeout", firstByteTimeout);
        return this;
    }

    /** Sets {@link Limits#handshakeTimeout}. */
    public LimitsBuilder handshakeTimeout(Duration handshakeTimeout) {
        values.handshakeTimeout = positive("handshakeTimeout", handshakeTimeout);
        return this;
    }

    /** Sets {@link Limits#frameTimeout}. */
    public LimitsBuilder frameTimeout(Duration frameTimeout) {
        values.frameTimeout = positive("frameTimeout", frameTimeout);
        return this;
    }

    /** Sets {@link Limits#writeTimeout}. */
    public LimitsBuilder writeTimeout(Duration writeTimeout) {
        values.writeTimeout = positive("writeTimeout", writeTimeout);
        return this;
    }

    /** Sets {@link Limits#halfClosedTimeout}. */
    public LimitsBuilder halfClosedTimeout(Duration halfClosedTimeout) {
        values.halfClosedTimeout = positive("halfClosedTimeout", halfClosedTimeout);
        return this;
    }

    /** Sets {@link Limits#bytesPerSecondMin}. */
    public LimitsBuilder bytesPerSecondMin(int bytesPerSecondMin) {
        values.bytesPerSecondMin = notNegative("bytesPerSecondMin", bytesPerSecondMin);
        return this;
    }

    /** Sets {@link Limits#lifetimeMax}. */
    public LimitsBuilder lifetimeMax(Duration lifetimeMax) {
        values.lifetimeMax = positiveOrNever("lifetimeMax", lifetimeMax);
        return this;
    }

    /** Sets {@link Limits#lingerTimeout}. */
    public LimitsBuilder lingerTimeout(Duration lingerTimeout) {
        values.lingerTimeout = positive("lingerTimeout", lingerTimeout);
        return this;
    }

    /** Sets {@link Limits#stallTimeout}. */
    public LimitsBuilder stallTimeout(Duration stallTimeout) {
        values.stallTimeout = positive("stallTimeout", stallTimeout);
        return this;
    }

    /** Sets {@link Limits#keepAlive}. */
    public LimitsBuilder keepAlive(KeepAlive keepAlive) {
        values.keepAlive = Objects.requireNonNull(keepAlive, "keepAlive");
        return this;
    }

    /** Sets {@link Limits#queuedBytesMax}. */
    public LimitsBuilder queuedBytesMax(int queuedBytesMax) {
        values.queuedBytesMax = positive("queuedBytesMax", queuedBytesMax);
        return this;
    }

    /** Sets {@link Limits#bufferBytesTotal}. */
    public LimitsBuilder bufferBytesTotal(long bufferBytesTotal) {
        values.bufferBytesTotal = positive("bufferBytesTotal", bufferBytesTotal);
        return this;
    }

    /** Sets {@link Limits#poolThreads}. */
    public LimitsBuilder poolThreads(int poolThreads) {
        values.poolThreads = positive("poolThreads", poolThreads);
        return this;
    }

    /** Sets {@link Limits#poolQueueMax}. */
    public LimitsBuilder poolQueueMax(int poolQueueMax) {
        values.poolQueueMax = positive("poolQueueMax", poolQueueMax);
        return this;
    }

    /** Sets {@link Limits#backlog}. */
    public LimitsBuilder backlog(int backlog) {
        values.backlog = positive("backlog", backlog);
        return this;
    }

    /** Sets {@link Limits#datagramPeersMax}. */
    public LimitsBuilder datagramPeersMax(int datagramPeersMax) {
        values.datagramPeersMax = positive("datagramPeersMax", datagramPeersMax);
        return this;
    }

    /** Sets {@link Limits#datagramPeerTimeout}. */
    public LimitsBuilder datagramPeerTimeout(Duration datagramPeerTimeout) {
        values.datagramPeerTimeout = positive("datagramPeerTimeout", datagramPeerTimeout);
        return this;
    }

    /** The limits. The builder can go on, and changes none that it has built. */
    public Limits build() {
        return new Limits(values);
    }

    private static int positive(String name, int value) {
        return (int) positive(name, (long) value);
    }

    private static long positive(String name, long value) {
        if (value > 0) return value;
        throw new IllegalArgumentException(name + " must be above 0: " + value);
    }

    private static Duration positiveOrNever(String name, Duration value) {
        return value.equals(Limits.NEVER) ? value : positive(name, value);
    }

    private static Duration positive(String name, Duration value) {
        if (value.isPositive() && value.compareTo(Limits.TIMEOUT_MAX) <= 0) return value;
        throw new IllegalArgumentException(
                name
                        + " must be above 0 and at most "
                        + Limits.TIMEOUT_MAX.toDays()
                        + " days: "
                        + value);
    }

    private static int notNegative(String name, int value) {
        if (value >= 0) return value;
        throw new IllegalArgumentException(name + " must not be below 0: " + value);
    }
}

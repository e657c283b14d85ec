package io.fairlead.session;

import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a connection has waited long enough, and for what.
 *
 * <p>Notes are plain stores, so that they cost a read or write nothing; the question is asked by a
 * timer. They are made by the threads that drive the connection and read by a timer's thread, which
 * at worst sees one a moment late, and asks again: on the 64-bit machines that Fairlead is for, a
 * long is written in one piece (JLS 17.7 allows, and encourages, no less).
 */
public final class Deadline {
    private static final long NEVER = Long.MAX_VALUE;

    private volatile Limits limits;
    private long openedNs;
    private long activeNs;
    private long frameBegunNs = NEVER;
    private long sendBlockedNs = NEVER;
    private long inputEndedNs = NEVER; // or, once it lingers, since when it does
    private long received; // bytes
    private boolean lingering;
    private final @Nullable PeerRate rate; // of few servers, so it takes no place in the others

    /** Deadlines of a connection that opened at {@code nowNs}. */
    public Deadline(Limits limits, long nowNs) {
        this.limits = limits;
        rate = limits.bytesPerSecondMin() > 0 ? new PeerRate(limits) : null;
        opened(nowNs);
    }

    /** The connection is served from now on; until then it may have waited for a thread. */
    void opened(long nowNs) {
        openedNs = nowNs;
        activeNs = nowNs;
        if (rate != null) rate.begin(nowNs);
    }

    /** Other limits from now on. */
    void limits(Limits other) {
        limits = other;
    }

    /** When there was a transfer last. */
    long activeNs() {
        return activeNs;
    }

    /** The connection is in use, though no byte went. */
    public void active(long nowNs) {
        activeNs = nowNs;
    }

    /** So many bytes came. */
    public void received(int count, long nowNs) {
        received += count;
        activeNs = nowNs;
        if (rate != null) rate.moved(count);
    }

    /** The peer took so many bytes. */
    public void sent(int count, long nowNs) {
        activeNs = nowNs;
        if (rate != null) rate.moved(count);
        if (sendBlockedNs != NEVER) sendBlockedNs = NEVER;
    }

    /** All bytes that came so far. */
    public long bytesReceived() {
        return received;
    }

    /** Says whether the peer is waited for: its rate counts as long as it is. */
    public void expects(boolean waits, LongSupplier clockNs) {
        if (rate != null) rate.expects(waits, clockNs.getAsLong());
    }

    /**
     * Says whether part of a frame has come and the rest is waited for. Counts from its first byte,
     * so trickling does not help.
     */
    public void frame(boolean partial, long nowNs) {
        boolean known = frameBegunNs != NEVER;
        if (partial != known) frameBegunNs = partial ? nowNs : NEVER;
    }

    /** True while part of a frame has come and the rest is waited for. */
    boolean isMidFrame() {
        return frameBegunNs != NEVER;
    }

    /** Bytes wait for a peer that takes none, or {@link #sent}. */
    public void sendBlocked(long nowNs) {
        if (sendBlockedNs == NEVER) sendBlockedNs = nowNs;
    }

    /** True while bytes wait for a peer that takes none. */
    public boolean isSendBlocked() {
        return sendBlockedNs != NEVER;
    }

    /** The peer closed its direction. */
    public void halfClosed(long nowNs) {
        if (!lingering) inputEndedNs = nowNs;
    }

    /** We closed our direction, and wait for the peer to close its own. */
    public void lingering(long nowNs) {
        inputEndedNs = nowNs;
        lingering = true;
    }

    /** True after {@link #lingering}. */
    public boolean isLingering() {
        return lingering;
    }

    /** When to ask {@link #expired} again; not later than the first deadline. */
    public long nextNs() {
        if (lingering) return after(inputEndedNs, limits.lingerTimeout().toNanos());
        long next = after(activeNs, limits.idleTimeout().toNanos());
        next = Math.min(next, after(openedNs, limits.lifetimeMax().toNanos()));
        next = Math.min(next, firstByteEndNs());
        if (rate != null) next = Math.min(next, rate.endNs());
        next = Math.min(next, after(frameBegunNs, limits.frameTimeout().toNanos()));
        next = Math.min(next, after(sendBlockedNs, limits.writeTimeout().toNanos()));
        return Math.min(next, halfClosedEndNs());
    }

    /** What has taken too long by now; null if nothing has. */
    public @Nullable CloseReason expired(long nowNs) {
        if (lingering) return nowNs >= nextNs() ? CloseReason.SERVICE_CLOSED : null;
        if (nowNs >= after(sendBlockedNs, limits.writeTimeout().toNanos())) {
            return CloseReason.WRITE_TIMEOUT;
        }
        if (nowNs >= after(frameBegunNs, limits.frameTimeout().toNanos())) {
            return CloseReason.FRAME_TIMEOUT;
        }
        if (nowNs >= halfClosedEndNs()) {
            return CloseReason.HALF_CLOSED_TIMEOUT;
        }
        if (nowNs >= after(activeNs, limits.idleTimeout().toNanos())) return CloseReason.IDLE;
        if (nowNs >= firstByteEndNs()) return CloseReason.FIRST_BYTE_TIMEOUT;
        if (rate != null && rate.isTooSlow(nowNs)) return CloseReason.TOO_SLOW;
        boolean old = nowNs >= after(openedNs, limits.lifetimeMax().toNanos());
        return old ? CloseReason.LIFETIME : null;
    }

    private long firstByteEndNs() {
        return received > 0 ? NEVER : after(openedNs, limits.firstByteTimeout().toNanos());
    }

    /** A long answer after the peer's half-close is no fault, as long as it is on its way. */
    private long halfClosedEndNs() {
        long timeoutNs = limits.halfClosedTimeout().toNanos();
        return after(inputEndedNs == NEVER ? NEVER : Math.max(inputEndedNs, activeNs), timeoutNs);
    }

    private static long after(long startNs, long timeoutNs) {
        long endNs = startNs + timeoutNs;
        return startNs == NEVER || endNs < startNs ? NEVER : endNs;
    }
}

package io.fairlead.session;

import io.fairlead.service.CloseReason;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether, why and how abruptly a session ends; the first reason counts. Safe for any thread. */
final class Ending implements Consumer<Throwable> {
    // No objects of their own: each connection would keep them.
    private static final AtomicReferenceFieldUpdater<Ending, @Nullable Cause> CAUSE =
            AtomicReferenceFieldUpdater.newUpdater(Ending.class, Cause.class, "cause");

    private final Outbox outbox;
    private final Carrier carrier;
    private volatile @Nullable Cause cause;
    private volatile boolean aborted;
    private volatile boolean reset;
    private volatile boolean outputShut;
    private volatile @Nullable Throwable failure;

    private record Cause(CloseReason reason, @Nullable String detail) {}

    Ending(Outbox outbox, Carrier carrier) {
        this.outbox = outbox;
        this.carrier = carrier;
    }

    /** Ends as soon as what is queued has been sent. */
    void close(CloseReason why) {
        closeFor(why, null);
    }

    /** As {@link #close(CloseReason)}, with the service's own words. */
    void closeFor(CloseReason why, @Nullable String detail) {
        if (!CAUSE.compareAndSet(this, null, new Cause(why, detail))) return;
        outbox.close();
        carrier.wake();
    }

    /** As {@link #close(CloseReason)}, for an error. */
    void close(CloseReason why, Throwable error) {
        failed(error);
        close(why);
    }

    /** The service threw. */
    @Override
    public void accept(Throwable error) {
        close(CloseReason.SERVICE_FAILED, error);
    }

    /** Ends at once, whatever is queued. */
    void abort(CloseReason why) {
        abortFor(why, null);
    }

    /** The service wants a reset, also of what it has closed and what is still being sent. */
    void reset(String detail) {
        reset = true;
        abortFor(CloseReason.SERVICE_ABORTED, detail);
        carrier.aborted();
    }

    private void abortFor(CloseReason why, @Nullable String detail) {
        CAUSE.compareAndSet(this, null, new Cause(why, detail));
        aborted = true;
        outbox.close();
    }

    /** The service has ended its direction, and still listens. */
    void shutOutput() {
        outputShut = true;
        outbox.close();
        carrier.wake();
    }

    boolean isOutputShut() {
        return outputShut;
    }

    /** Notes what the service or the codec threw, or what was wrong with a frame. */
    void failed(Throwable error) {
        failure = error;
    }

    boolean isBegun() {
        return cause != null;
    }

    boolean isAborted() {
        return aborted;
    }

    /** True if the peer is to get a reset. */
    boolean isReset() {
        return reset;
    }

    /** Why; {@link CloseReason#PEER_CLOSED} until something else is known. */
    CloseReason reason() {
        Cause known = cause;
        return known == null ? CloseReason.PEER_CLOSED : known.reason();
    }

    /** The service's own words for it; null if it gave none. */
    @Nullable String detail() {
        Cause known = cause;
        return known == null ? null : known.detail();
    }

    @Nullable Throwable failure() {
        return failure;
    }
}

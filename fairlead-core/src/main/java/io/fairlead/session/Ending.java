package io.fairlead.session;

import io.fairlead.service.CloseReason;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether, why and how abruptly a session ends; the first reason counts. Safe for any thread. */
final class Ending {
    private final Outbox outbox;
    private final Carrier carrier;
    private final AtomicReference<@Nullable CloseReason> reason = new AtomicReference<>();
    private volatile boolean aborted;
    private volatile @Nullable Throwable failure;

    Ending(Outbox outbox, Carrier carrier) {
        this.outbox = outbox;
        this.carrier = carrier;
    }

    /** Ends as soon as what is queued has been sent. */
    void close(CloseReason why) {
        if (!reason.compareAndSet(null, why)) return;
        outbox.close();
        carrier.wake();
    }

    /** As {@link #close(CloseReason)}, for an error. */
    void close(CloseReason why, Throwable error) {
        failed(error);
        close(why);
    }

    /** The service threw. */
    void serviceFailed(Throwable error) {
        close(CloseReason.SERVICE_FAILED, error);
    }

    /** Ends at once, whatever is queued. */
    void abort(CloseReason why) {
        reason.compareAndSet(null, why);
        aborted = true;
        outbox.close();
    }

    /** Notes what the service or the codec threw, or what was wrong with a frame. */
    void failed(Throwable error) {
        failure = error;
    }

    boolean isBegun() {
        return reason.get() != null;
    }

    boolean isAborted() {
        return aborted;
    }

    /** Why; {@link CloseReason#PEER_CLOSED} until something else is known. */
    CloseReason reason() {
        CloseReason known = reason.get();
        return known == null ? CloseReason.PEER_CLOSED : known;
    }

    @Nullable Throwable failure() {
        return failure;
    }
}

package io.fairlead.session;

import io.fairlead.service.CloseReason;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether, why and how abruptly a session ends; the first reason counts. Safe for any thread. */
final class Ending {
    private final AtomicReference<@Nullable CloseReason> reason = new AtomicReference<>();
    private volatile boolean aborted;
    private volatile @Nullable Throwable failure;

    /** Begins the end; false if it had begun. */
    boolean begin(CloseReason why) {
        return reason.compareAndSet(null, why);
    }

    /** Ends at once, whatever is queued. */
    void abort(CloseReason why) {
        begin(why);
        aborted = true;
    }

    /** Notes what the service threw, or what was wrong with a frame. */
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

package io.fairlead.session;

import io.fairlead.service.CloseReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How a session ends, and why. The first reason counts. Threads as {@link Session} says. */
abstract class SessionEnd {
    final Outbox outbox;
    final Ending ending;

    SessionEnd(Terms terms, Carrier carrier) {
        outbox = new Outbox(terms);
        ending = new Ending(outbox, carrier);
    }

    /** The connection is lost or must be: drops what is queued. */
    public void abort(CloseReason reason) {
        ending.abort(reason);
    }

    /** As {@link #abort(CloseReason)}, for an error that is reported. */
    public void abort(CloseReason reason, Throwable error) {
        ending.failed(error);
        abort(reason);
    }

    /** Ends for an error that is reported, as soon as what is queued has been sent. */
    public void close(CloseReason reason, Throwable error) {
        ending.close(reason, error);
    }

    /** The driver failed: the socket did, if it is an IOException, or else the server itself. */
    public void fail(Throwable error) {
        boolean lost = error instanceof IOException;
        if (!lost) ending.failed(error);
        abort(lost ? CloseReason.RESET : CloseReason.SERVER_FAILED);
    }

    /** What goes wrong in {@code call} is this connection's, and reported with its end. */
    public void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) { // see above
            fail(e);
        }
    }

    /** True when nothing more is to be sent or received, whatever is queued. */
    public boolean isAborted() {
        return ending.isAborted();
    }

    /** True if the socket's close is to reset the connection. */
    public boolean isReset() {
        return ending.isReset();
    }

    /** Why the session ends; {@link CloseReason#PEER_CLOSED} until something else is known. */
    public CloseReason closeReason() {
        return ending.reason();
    }

    /** The service's own words for why; null if it gave none. */
    public @Nullable String closeDetail() {
        return ending.detail();
    }

    /** What a service threw, or what was wrong with a frame or with TLS; null if nothing was. */
    public @Nullable Throwable failure() {
        return ending.failure();
    }
}

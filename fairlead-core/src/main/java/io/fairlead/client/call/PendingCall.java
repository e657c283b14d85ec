package io.fairlead.client.call;

import io.fairlead.frame.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request and the answer that is to come. What may change belongs to the lock of its owner. */
final class PendingCall {
    enum State {
        /** Not given to a connection yet. */
        WAITING,
        /** Given to the connection, and not answered yet. */
        SENT,
        /** As {@link #SENT}, but nobody wants the answer any more. */
        GIVEN_UP,
        /** It has its answer, or will never have one. */
        OVER
    }

    final CompletableFuture<Frame> answer = new CompletableFuture<>();
    final Frame request;
    final @Nullable Object key;
    final int wireBytes;
    final long timeoutNs;
    final long deadlineNs;
    volatile State state = State.WAITING; // written under the lock, read without it as a hint
    long firstByte; // counted from the beginning of the connection

    /**
     * A call that waits.
     *
     * @param request stays valid
     * @param key null if answers come in order
     * @param wireBytes what it takes on the wire
     * @param nowNs the client's time
     * @param timeoutNs from then on
     */
    PendingCall(Frame request, @Nullable Object key, int wireBytes, long nowNs, long timeoutNs) {
        this.request = request;
        this.key = key;
        this.wireBytes = wireBytes;
        this.timeoutNs = timeoutNs;
        deadlineNs = nowNs + timeoutNs;
    }

    boolean isLive() {
        return state == State.WAITING || state == State.SENT;
    }

    /** Those of {@code calls} that somebody wants an answer to. */
    static List<PendingCall> live(Iterable<PendingCall> calls) {
        List<PendingCall> live = new ArrayList<>();
        for (PendingCall call : calls) if (call.isLive()) live.add(call);
        return live;
    }
}

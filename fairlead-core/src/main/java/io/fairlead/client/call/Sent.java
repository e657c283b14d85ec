package io.fairlead.client.call;

import io.fairlead.frame.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls that were sent and have no answer yet: how answers find them. Guarded by its owner. */
interface Sent {
    /** What {@code request} will be found by; null if answers come in order. */
    @Nullable Object keyOfRequest(Frame request);

    /** What {@code answer} is found by; null if answers come in order, or nothing is. */
    @Nullable Object keyOfAnswer(Frame answer);

    /**
     * Adds a call that is about to be sent.
     *
     * @param nowNs the client's time
     * @return false if the answer could be another call's
     */
    boolean add(PendingCall call, long nowNs);

    /** Takes the call out that was added last: it has not been sent. */
    void undo(PendingCall call);

    /** Takes out the call that is answered; null if nobody asked. */
    @Nullable PendingCall answered(@Nullable Object key);

    /** Nobody wants the answer to {@code call} any more. */
    void givenUp(PendingCall call);

    /** How many count: each takes one of the places there are. */
    int size();

    /** All that have not been answered, those that were given up as well. */
    Iterable<PendingCall> all();

    /** Takes all out, the oldest first. */
    List<PendingCall> clear();

    /** When an answer will have been missing for so long that no other can come; null if never. */
    @Nullable Long stuckNs();

    /** Why the connection is of no more use then. */
    default String stuckReason() {
        return "an answer is overdue, and all others would come after it";
    }

    /** Something has come that is no answer. */
    default void heard() {
        // who does not look for silence need not know
    }
}

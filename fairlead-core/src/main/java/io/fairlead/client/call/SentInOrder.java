package io.fairlead.client.call;

import io.fairlead.frame.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers come in the order of the requests: a call that is given up keeps its place. */
final class SentInOrder implements Sent {
    private final long lateNs;
    private final ArrayDeque<PendingCall> calls = new ArrayDeque<>();

    SentInOrder(long lateNs) {
        this.lateNs = lateNs;
    }

    @Override
    public @Nullable Object keyOfRequest(Frame request) {
        return null;
    }

    @Override
    public @Nullable Object keyOfAnswer(Frame answer) {
        return null;
    }

    @Override
    public boolean add(PendingCall call, long nowNs) {
        calls.addLast(call);
        return true;
    }

    @Override
    public void undo(PendingCall call) {
        calls.removeLast();
    }

    @Override
    public @Nullable PendingCall answered(@Nullable Object key) {
        return calls.pollFirst();
    }

    @Override
    public void givenUp(PendingCall call) {
        // its answer will come, and must not be taken for the next one's
    }

    @Override
    public int size() {
        return calls.size();
    }

    @Override
    public Iterable<PendingCall> all() {
        return calls;
    }

    @Override
    public List<PendingCall> clear() {
        List<PendingCall> all = new ArrayList<>(calls);
        calls.clear();
        return all;
    }

    @Override
    public @Nullable Long stuckNs() {
        PendingCall first = calls.peekFirst();
        return first == null ? null : first.deadlineNs + lateNs;
    }
}

package io.fairlead.client.call;

import io.fairlead.frame.Frame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers come in any order, each with the key of its request. The keys of calls that were given up
 * are known for a while, so that a late answer is dropped and is not taken for another one.
 */
final class SentByKey implements Sent {
    private final Function<Frame, ?> ofRequest;
    private final Function<Frame, ?> ofAnswer;
    private final long lateNs;
    private final int givenUpMax;
    private final Map<Object, PendingCall> calls = new LinkedHashMap<>();
    private final Map<Object, PendingCall> givenUp = new LinkedHashMap<>();

    SentByKey(
            Function<Frame, ?> ofRequest,
            Function<Frame, ?> ofAnswer,
            long lateNs,
            int givenUpMax) {
        this.ofRequest = ofRequest;
        this.ofAnswer = ofAnswer;
        this.lateNs = lateNs;
        this.givenUpMax = givenUpMax;
    }

    @Override
    public Object keyOfRequest(Frame request) {
        Object key = ofRequest.apply(request);
        if (key == null) throw new IllegalArgumentException("this request has no key");
        return key;
    }

    @Override
    public @Nullable Object keyOfAnswer(Frame answer) {
        return ofAnswer.apply(answer);
    }

    @Override
    public boolean add(PendingCall call, long nowNs) {
        PendingCall earlier = givenUp.get(call.key);
        if (earlier != null && nowNs - earlier.deadlineNs < lateNs) return false;
        if (calls.putIfAbsent(key(call), call) != null) return false;
        if (earlier != null) givenUp.remove(call.key);
        return true;
    }

    private static Object key(PendingCall call) {
        if (call.key == null) throw new IllegalStateException("a call without a key");
        return call.key;
    }

    @Override
    public void undo(PendingCall call) {
        if (!calls.remove(key(call), call)) givenUp.remove(key(call), call);
    }

    @Override
    public @Nullable PendingCall answered(@Nullable Object key) {
        if (key == null) return null;
        PendingCall call = calls.remove(key);
        return call == null ? givenUp.remove(key) : call;
    }

    @Override
    public void givenUp(PendingCall call) {
        if (!calls.remove(key(call), call)) return;
        givenUp.put(key(call), call);
        if (givenUp.size() <= givenUpMax) return;
        Iterator<PendingCall> oldest = givenUp.values().iterator();
        oldest.next();
        oldest.remove();
    }

    @Override
    public int size() {
        return calls.size();
    }

    @Override
    public Iterable<PendingCall> all() {
        return calls.values();
    }

    @Override
    public List<PendingCall> clear() {
        List<PendingCall> all = new ArrayList<>(calls.values());
        calls.clear();
        givenUp.clear();
        return all;
    }

    @Override
    public @Nullable Long stuckNs() {
        return null; // others are answered all the same
    }
}

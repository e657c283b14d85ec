package io.fairlead.client.call;

import io.fairlead.frame.Frame;
import io.fairlead.net.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls that were sent, and since when nothing has come that shows that the other end is there.
 * A network that is cut tells nobody: the kernel sends again for a quarter of an hour.
 */
final class SilenceWatch implements Sent {
    private final Sent sent;
    private final Duration timeout;
    private final long timeoutNs;
    private final LongSupplier clockNs;
    private @Nullable PendingCall awaited; // the first since all were answered
    private long sinceNs;

    SilenceWatch(Sent sent, Duration timeout, LongSupplier clockNs) {
        this.sent = sent;
        this.timeout = timeout;
        this.clockNs = clockNs;
        timeoutNs = Calls.ns(timeout);
    }

    @Override
    public @Nullable Object keyOfRequest(Frame request) {
        return sent.keyOfRequest(request);
    }

    @Override
    public @Nullable Object keyOfAnswer(Frame answer) {
        return sent.keyOfAnswer(answer);
    }

    @Override
    public boolean add(PendingCall call, long nowNs) {
        boolean added = sent.add(call, nowNs);
        if (added && awaited == null) {
            awaited = call;
            sinceNs = nowNs;
        }
        return added;
    }

    @Override
    public void undo(PendingCall call) {
        sent.undo(call);
        if (call.equals(awaited)) awaited = null;
    }

    @Override
    public @Nullable PendingCall answered(@Nullable Object key) {
        PendingCall call = sent.answered(key);
        heard();
        return call;
    }

    @Override
    public void heard() {
        if (sent.size() == 0) awaited = null;
        sinceNs = clockNs.getAsLong();
    }

    @Override
    public void givenUp(PendingCall call) {
        sent.givenUp(call); // it was sent all the same, and something should come
    }

    @Override
    public int size() {
        return sent.size();
    }

    @Override
    public Iterable<PendingCall> all() {
        return sent.all();
    }

    @Override
    public List<PendingCall> clear() {
        awaited = null;
        return sent.clear();
    }

    @Override
    public @Nullable Long stuckNs() {
        Long otherNs = sent.stuckNs();
        if (awaited == null) return otherNs;
        long silentNs = sinceNs + timeoutNs;
        return otherNs == null || silentNs - otherNs < 0 ? Long.valueOf(silentNs) : otherNs;
    }

    @Override
    public String stuckReason() {
        boolean silent = awaited != null && clockNs.getAsLong() - sinceNs >= timeoutNs;
        return silent
                ? "nothing has come for "
                        + Durations.text(timeout)
                        + " while an answer was awaited: the other end is gone, or stuck"
                : sent.stuckReason();
    }
}

package io.fairlead.client.call;

import io.fairlead.client.Client;
import io.fairlead.client.call.CallException.Kind;
import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.net.text.Durations;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The calls under way, and where each is. Safe for any thread: its lock guards all. Nothing is sent
 * under it, and no future is completed; what has failed is handed out as {@link Failures}.
 */
final class CallBook {
    private final Client client;
    private final Endpoint endpoint;
    private final int sentMax;
    private final int waitingMax;
    private final Sent sent;
    // Guarded by this.
    private final ArrayDeque<PendingCall> waiting = new ArrayDeque<>();
    private final List<PendingCall> clashed = new ArrayList<>();
    private final Alarm alarm;
    private @Nullable Peer peer;
    private boolean pumping; // the connection's turn will look at what waits
    private boolean full; // the connection takes no more for now, or its login is not done
    private boolean draining;
    private long bytesQueued; // since the connection began
    private @Nullable String fault;
    private @Nullable String trouble; // the fault of the connection before
    private @Nullable Failure over; // of all calls from now on

    CallBook(CallsBuilder builder, Runnable due) {
        client = builder.client;
        endpoint = client.endpoint();
        sentMax = builder.sentMax;
        waitingMax = builder.waitingMax;
        sent = builder.sent();
        alarm = new Alarm(client, due);
    }

    // ---- calls come and go ----

    @Nullable Object keyOf(Frame request) {
        return sent.keyOfRequest(request);
    }

    /** Adds a call that waits to be sent; returns why it is refused, or null. */
    synchronized @Nullable CallException add(PendingCall call) {
        Failure refusal = refusal();
        if (refusal != null) {
            call.state = PendingCall.State.OVER;
            return refusal.exception(false);
        }
        waiting.add(call);
        alarm.atLatest(call.deadlineNs);
        return null;
    }

    private @Nullable Failure refusal() {
        if (over != null) return over;
        if (draining) return failure(Kind.CLOSED, "the client shuts down");
        int underWay = waiting.size() + sent.size();
        if (underWay < (long) sentMax + waitingMax) return null;
        String bounds = "sentMax is " + sentMax + ", and waitingMax " + waitingMax;
        return failure(Kind.BUSY, underWay + " calls are under way: " + bounds);
    }

    private Failure failure(Kind kind, String reason) {
        return new Failure(kind, endpoint, reason, null);
    }

    /** Nobody wants its answer any more; true if the connection's turn should know. */
    synchronized boolean givenUp(PendingCall call) {
        giveUp(call);
        return draining || canSend();
    }

    private void giveUp(PendingCall call) {
        if (call.state == PendingCall.State.WAITING) {
            call.state = PendingCall.State.OVER;
            waiting.remove(call);
        } else if (call.state == PendingCall.State.SENT) {
            call.state = PendingCall.State.GIVEN_UP;
            sent.givenUp(call);
        }
    }

    synchronized int size() {
        return waiting.size() + sent.size();
    }

    // ---- deadlines ----

    synchronized Failures timeOut(PendingCall call) {
        Failures failures = new Failures();
        timeOut(call, failures);
        return failures;
    }

    private void timeOut(PendingCall call, Failures failures) {
        if (!call.isLive()) return;
        boolean maybeSent = call.state == PendingCall.State.SENT;
        String what = maybeSent ? "no answer" : peer == null ? "no connection" : "not sent";
        String reason = what + " within " + Durations.text(Duration.ofNanos(call.timeoutNs));
        if (!maybeSent && trouble != null) reason += " (the last connection: " + trouble + ")";
        failures.add(call, failure(Kind.TIMEOUT, reason).exception(maybeSent));
        giveUp(call);
    }

    /** Gives up the calls that are due, and says when the next ones are. */
    synchronized Failures expire() {
        Failures failures = new Failures();
        alarm.cancel();
        List<PendingCall> live = PendingCall.live(waiting);
        live.addAll(PendingCall.live(sent.all()));
        long nowNs = client.nanoTime();
        for (PendingCall call : live) {
            if (call.deadlineNs - nowNs <= 0) {
                timeOut(call, failures);
            } else {
                alarm.atLatest(call.deadlineNs);
            }
        }
        watchStuck();
        return failures;
    }

    private void watchStuck() {
        Long stuckNs = sent.stuckNs();
        if (stuckNs != null) alarm.atLatest(stuckNs);
    }

    /** Why the connection is of no more use, as answers are missing; null if it is of use. */
    synchronized @Nullable String stuckReason() {
        Long stuckNs = sent.stuckNs();
        return stuckNs != null && stuckNs - client.nanoTime() <= 0 ? sent.stuckReason() : null;
    }

    // ---- the connection's turn ----

    /** Takes the task to send what waits, if it can be sent and nobody has that task. */
    synchronized @Nullable Peer takePump() {
        if (pumping || !canSend()) return null;
        pumping = true;
        return peer;
    }

    /** True if a call waits that can be sent now. */
    synchronized boolean canSend() {
        return peer != null && !full && !waiting.isEmpty() && sent.size() < sentMax;
    }

    /** The next call to be sent, as one that was; null if none is to be sent now. */
    synchronized @Nullable PendingCall nextToSend(Peer to) {
        while (to.equals(peer) && canSend()) {
            PendingCall call = waiting.remove();
            if (sent.add(call, client.nanoTime())) {
                call.state = PendingCall.State.SENT;
                watchStuck();
                call.firstByte = bytesQueued;
                bytesQueued += call.wireBytes;
                return call;
            }
            call.state = PendingCall.State.OVER;
            clashed.add(call);
        }
        pumping = false;
        return null;
    }

    /** The connection did not take it: it waits again, until there is room. */
    synchronized void notQueued(PendingCall call) {
        full = true;
        bytesQueued -= call.wireBytes;
        sent.undo(call);
        boolean live = call.state == PendingCall.State.SENT;
        call.state = live ? PendingCall.State.WAITING : PendingCall.State.OVER;
        if (live) waiting.addFirst(call);
    }

    synchronized void writable() {
        full = false;
    }

    /** The calls whose key another one has, which is not answered yet. */
    synchronized Failures clashes() {
        Failures failures = new Failures();
        for (PendingCall call : clashed) {
            String reason = "the answer to an earlier call with the same key is still to come";
            failures.add(call, failure(Kind.BUSY, reason).exception(false));
        }
        clashed.clear();
        return failures;
    }

    /** The call that {@code frame} answers; null if nobody asked. */
    synchronized @Nullable PendingCall answered(Frame frame) {
        Object key = sent.keyOfAnswer(frame);
        PendingCall call = sent.answered(key);
        if (call != null) call.state = PendingCall.State.OVER;
        return call;
    }

    /** A frame has come that is no answer. */
    synchronized void heard() {
        sent.heard();
    }

    // ---- connections begin and end ----

    synchronized @Nullable Peer peer() {
        return peer;
    }

    /** False if it is not wanted any more. One that is not ready is to be {@link #writable}. */
    synchronized boolean opened(Peer opened, boolean ready) {
        if (over != null) return false;
        peer = opened;
        pumping = false;
        full = !ready;
        bytesQueued = 0;
        fault = null;
        return true;
    }

    /** No connection can be made. */
    synchronized Failures notConnected(Throwable why) {
        return end(
                new Failure(Kind.NOT_CONNECTED, endpoint, String.valueOf(why.getMessage()), why));
    }

    synchronized Failures closed() {
        Failures failures = end(failure(Kind.CLOSED, "the calls were closed"));
        for (PendingCall call : PendingCall.live(sent.all())) {
            failures.add(call, Objects.requireNonNull(over).exception(true));
            giveUp(call);
        }
        return failures;
    }

    /** From now on no call has an answer; neither have those that wait. */
    private Failures end(Failure failure) {
        if (over == null) over = failure;
        Failures failures = new Failures();
        for (PendingCall call : waiting) {
            call.state = PendingCall.State.OVER;
            failures.add(call, over.exception(false));
        }
        waiting.clear();
        if (sent.size() == 0) alarm.cancel();
        return failures;
    }

    /**
     * The connection has ended.
     *
     * @param again true if another one is made
     */
    synchronized Failures ended(Peer ended, CloseReason reason, boolean again) {
        if (!ended.equals(peer)) return new Failures();
        peer = null;
        trouble = fault;
        String why = fault == null ? reason.words() : fault;
        Failure lost = failure(Kind.LOST, "the connection has ended (" + why + ")");
        List<PendingCall> unanswered = sent.clear();
        Failures failures = again ? new Failures() : end(lost);
        alarm.cancel(); // it may have rung, and the turn that was to look ended before that
        if (!waiting.isEmpty()) alarm.atLatest(client.nanoTime());
        long bytesSent = bytesQueued - ended.queuedBytes();
        for (PendingCall call : unanswered) {
            if (call.isLive()) failures.add(call, lost.exception(call.firstByte < bytesSent));
            call.state = PendingCall.State.OVER;
        }
        return failures;
    }

    /** What is to be thrown to end the connection, which calls will name as the reason. */
    synchronized IllegalStateException fault(String reason) {
        fault = reason;
        return new IllegalStateException(reason);
    }

    /** The client shuts down; true if calls are under way. */
    synchronized boolean drain() {
        draining = true;
        return hasLive();
    }

    synchronized boolean hasLive() {
        return !waiting.isEmpty() || !PendingCall.live(sent.all()).isEmpty();
    }
}

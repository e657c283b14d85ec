package io.fairlead.testkit;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import io.fairlead.service.Service;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a test's own, which keeps what it receives. What is sent before there is a
 * connection is sent when there is one.
 */
public final class SimulatedClient implements Service {
    private final List<Frame> frames = new ArrayList<>();
    private final Queue<Frame> waiting = new ArrayDeque<>();
    private @Nullable Peer peer;
    private @Nullable CloseReason reason;
    private @Nullable Throwable failure;
    private boolean inputEnded;
    private boolean endsOutput;

    SimulatedClient() {}

    void connecting(CompletableFuture<Peer> future) {
        CompletableFuture<Peer> _ = future.whenComplete((_, why) -> failure = why);
    }

    // ---- what it does ----

    /** Sends {@code text} as one frame, in order; what does not fit now is sent when it does. */
    public void send(String text) {
        send(Frame.of(text));
    }

    /** As {@link #send(String)}. */
    public void send(Frame frame) {
        waiting.add(frame);
        go();
    }

    private void go() {
        Peer to = peer;
        if (to == null) return;
        while (!waiting.isEmpty() && to.send(waiting.element()) != SendResult.FULL) {
            waiting.remove();
        }
        if (waiting.isEmpty() && endsOutput) to.shutdownOutput();
    }

    /** Ends its direction once all is sent (FIN). */
    public void shutdownOutput() {
        endsOutput = true;
        go();
    }

    /** Ends the connection once all is sent that has been queued. */
    public void close() {
        if (peer != null) peer.close();
    }

    /** Resets the connection. */
    public void abort() {
        if (peer != null) peer.abort("the test wants it");
    }

    // ---- what it has seen ----

    /** The connection; null until there is one. */
    public @Nullable Peer peer() {
        return peer;
    }

    /** Frames that have come. */
    public List<Frame> frames() {
        return frames;
    }

    /** The same as texts. */
    public List<String> texts() {
        return frames.stream().map(Frame::text).toList();
    }

    /** True once the other end has ended its direction. */
    public boolean isInputEnded() {
        return inputEnded;
    }

    /** Why the connection has ended; null while it is open, or there was none. */
    public @Nullable CloseReason closeReason() {
        return reason;
    }

    /** Why there is no connection; null while there may be one. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** True if nothing more will come: it has ended, or there was none. */
    public boolean isOver() {
        return reason != null || failure != null;
    }

    // ---- Service ----

    @Override
    public void onOpen(Peer opened) {
        peer = opened;
        go();
    }

    @Override
    public void onFrame(Peer from, Frame frame) {
        frames.add(frame.copy());
    }

    @Override
    public void onWritable(Peer to) {
        go();
    }

    @Override
    public void onInputEnd(Peer from) {
        inputEnded = true;
        from.close();
    }

    @Override
    public void onClose(Peer from, CloseReason why) {
        reason = why;
    }
}

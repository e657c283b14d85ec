package io.fairlead.testkit;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import io.fairlead.service.Service;
import java.time.Duration;
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
    private final SimulatedNetwork net;
    private final boolean overUdp;
    private final List<Frame> frames = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final List<Duration> sentAt = new ArrayList<>();
    private final List<Duration> cameAt = new ArrayList<>();
    private final Queue<Frame> waiting = new ArrayDeque<>();
    private @Nullable Peer peer;
    private @Nullable CloseReason reason;
    private @Nullable Throwable failure;
    private boolean inputEnded;
    private boolean endsOutput;

    SimulatedClient(SimulatedNetwork net, boolean overUdp) {
        this.net = net;
        this.overUdp = overUdp;
    }

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
        while (!waiting.isEmpty() && isSent(to.send(waiting.element()))) {
            sent.add(waiting.remove().text());
            sentAt.add(net.elapsed());
        }
        if (waiting.isEmpty() && endsOutput) to.shutdownOutput();
    }

    /** A datagram for which there is no room is lost, and does not wait. */
    private boolean isSent(SendResult result) {
        return overUdp || result != SendResult.FULL;
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

    /** What it has sent, as texts: what still waits for a connection or for room is none of it. */
    public List<String> sent() {
        return sent;
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

    /**
     * True if the network, and no program, may have taken something from it: there was no
     * connection, a fault reset it, ended a direction or made it silent, no memory was left at its
     * other end, or a limit of time ended it. Of datagrams, one was lost, came twice, or came
     * before an older one.
     */
    public boolean isCut() {
        return failure != null || (peer != null && net.isCut(peer.localAddress(), reason));
    }

    // ---- what a test asks of it ----

    /**
     * Checks that these frames have come: nothing lost, doubled or reordered. If the connection
     * {@linkplain #isCut was cut}, the first of them, up to some one, are right as well.
     *
     * @throws AssertionError if not; its text says which frame, and what is wrong with it
     */
    public void assertReceived(List<String> expected) {
        new Received(texts(), expected).check(isCut());
    }

    /**
     * Checks that each frame was answered in time: the first that came answers the first that was
     * sent, and so on. What a cut connection has not answered does not count, nor does what was
     * sent so late that its time is not over.
     *
     * @param within of simulated time, from {@link #send}, or from when there was room for it
     * @throws AssertionError if not; its text says which frame, and how long it took
     */
    public void assertAnsweredWithin(Duration within) {
        for (int i = 0; i < sent.size(); i++) {
            boolean came = i < cameAt.size();
            Duration took = (came ? cameAt.get(i) : net.elapsed()).minus(sentAt.get(i));
            if (took.compareTo(within) <= 0 || (!came && isCut())) continue;
            String name = "frame " + (i + 1) + ", \"" + sent.get(i) + "\", ";
            throw new AssertionError(
                    name + (came ? "was answered after " + took : "has no answer after " + took));
        }
    }

    /**
     * Checks that its connection has ended, however that came about.
     *
     * @throws AssertionError if it is open, or still being made
     */
    public void assertEnded() {
        if (!isOver()) throw new AssertionError("the connection is open at " + net.elapsed());
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
        cameAt.add(net.elapsed());
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

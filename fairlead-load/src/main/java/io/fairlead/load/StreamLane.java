package io.fairlead.load;

import io.fairlead.load.result.Fault;
import java.io.IOException;
import java.net.SocketTimeoutException;

/**
 * A connection over which messages go and answers come, in order. For the thread of its loop.
 *
 * <pre>
 *   | answered | under way: at most depth | being sent | not yet |
 *   0       answered                    sent       sent + 1           numbers of messages
 * </pre>
 */
class StreamLane extends Lane {
    /** Where nothing is answered there is always more to send, and others have to send too. */
    private static final int BATCHES_MAX = 16;

    private Expectation expectation;
    private final long[] startsNs; // by number, of what is under way
    private final int mask;

    /** The first message of the present connection. */
    long first;

    /** The next message to be answered. */
    long answered;

    /** The next message to be sent, of which {@link #sentOffset} bytes have gone. */
    long sent;

    int sentOffset;

    StreamLane(int number, Loop loop) {
        super(number, loop);
        expectation = Expectation.of(this);
        int slots = Integer.highestOneBit(Math.max(1, 2 * loop.control.load.depth() - 1));
        startsNs = new long[slots];
        mask = slots - 1;
    }

    /** Expects something else than the load says. */
    final void expect(Expectation other) {
        expectation = other;
    }

    // ---- sending ----

    @Override
    void onOpen(long nowNs) throws IOException {
        send(nowNs);
    }

    @Override
    final long begun() {
        return sentOffset > 0 ? sent + 1 : sent;
    }

    @Override
    long unanswered() {
        return begun() - answered;
    }

    /** How many messages may begin now. */
    long mayBegin(long nowNs) {
        if (loop.control.load.kind() == Load.Kind.REVERSE) return 0;
        if (!loop.control.hasBegun() || loop.control.isOver(nowNs)) return 0;
        long room = loop.control.load.depth() - unanswered();
        return loop.isOpenLoop() ? Math.min(room, released - begun()) : room;
    }

    @Override
    void send(long nowNs) throws IOException {
        Messages messages = loop.messages;
        long startNs = nowNs;
        for (int batch = 0; batch < BATCHES_MAX; batch++) {
            int rest = sentOffset > 0 ? 1 : 0;
            int count = (int) Math.min(messages.slots, mayBegin(startNs) + rest);
            if (count == 0) {
                socket().watchOutput(false);
                return;
            }
            if (batch > 0) startNs = System.nanoTime();
            messages.stamp(count, sent, number);
            for (int i = rest; i < count; i++) startsNs[(int) (sent + i) & mask] = startNs;
            int bytes = count * messages.wireBytes - sentOffset;
            int went = socket().send(messages.memory, sentOffset, bytes);
            taken(sentOffset + went, startNs);
            if (went < bytes) break;
        }
        socket().watchOutput(true); // for the rest, after the other lanes have had their turn
    }

    private void taken(int bytes, long nowNs) throws IOException {
        int wireBytes = loop.messages.wireBytes;
        int whole = bytes < wireBytes ? 0 : bytes / wireBytes;
        sent += whole;
        sentOffset = bytes - whole * wireBytes;
        if (whole > 0) expectation.sent(nowNs);
    }

    // ---- receiving ----

    @Override
    void onReadable(LaneSocket socket) throws IOException {
        Memory inbox = loop.inbox;
        int count = socket.receive(inbox);
        if (count == 0) return;
        if (count == LaneSocket.ENDED) {
            expectation.ended();
            ended();
            return;
        }
        long nowNs = System.nanoTime();
        loop.target().reached();
        expectation.received(inbox, count, nowNs);
        if (state() == State.OPEN) send(nowNs);
    }

    /** The oldest message under way has its answer. */
    void complete(long nowNs) throws IOException {
        loop.answered(startNs(answered), loop.dueNs(this, answered), nowNs);
        if (answered == 0) loop.control.answered.incrementAndGet();
        answered++;
    }

    /** When a message that is under way began to be sent. */
    long startNs(long message) {
        return startsNs[(int) message & mask];
    }

    @Override
    void sweep(long nowNs) throws IOException {
        if (unanswered() == 0) return;
        long limitNs = loop.control.load.timeout().toNanos();
        if (nowNs - startNs(answered) < limitNs) return;
        expectation.ended();
        fail(Fault.TIMEOUT, error("recv", new SocketTimeoutException()));
    }

    @Override
    void onClosed() {
        sent = begun();
        sentOffset = 0;
        answered = sent;
        first = sent;
        expectation.restart();
    }
}

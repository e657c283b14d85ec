package io.fairlead.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.fairlead.load.WrongAnswerException.Place;
import io.fairlead.load.measure.Jitter;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Locale;

/**
 * A socket over which datagrams go and come back, in any order, or not at all. For the thread of
 * its loop.
 *
 * <p>An answer is known by the number in it. Datagrams whose content was given have none: an answer
 * is then taken for that to the oldest one.
 */
final class DatagramLane extends Lane {
    private static final int SLOTS_MIN = 64;
    private static final int SLOTS_PER_DEPTH = 4; // room for those that wait to be given up

    private final Messages messages;
    private final long[] startNs; // by number; 0 where nothing is under way
    private final int mask;
    private long sent;
    private long oldest; // below it nothing is under way
    private long newest = -1; // the highest number that was answered
    private int underWay;
    private final Jitter jitter = new Jitter();

    DatagramLane(int number, Loop loop) {
        super(number, loop);
        messages = loop.messages;
        int wanted = Math.max(SLOTS_MIN, SLOTS_PER_DEPTH * loop.control.load.depth());
        int slots = Integer.highestOneBit(2 * wanted - 1);
        startNs = new long[slots];
        mask = slots - 1;
    }

    @Override
    void onOpen(long nowNs) throws IOException {
        send(nowNs);
    }

    @Override
    void send(long nowNs) throws IOException {
        while (mayBegin(nowNs)) {
            messages.stamp(1, sent, number);
            // Not 0, which means none.
            startNs[(int) sent & mask] = nowNs | 1;
            int went = socket().send(messages.memory, 0, messages.wireBytes);
            if (went == 0) {
                startNs[(int) sent & mask] = 0;
                socket().watchOutput(true);
                return;
            }
            sent++;
            underWay++;
            if (loop.control.load.answer() == Load.Answer.NONE) answered(sent - 1, nowNs);
        }
        socket().watchOutput(false);
    }

    private boolean mayBegin(long nowNs) {
        return loop.control.hasBegun()
                && !loop.control.isOver(nowNs)
                && underWay < loop.control.load.depth()
                && startNs[(int) sent & mask] == 0
                && (!loop.isOpenLoop() || sent < released);
    }

    @Override
    void onReadable(LaneSocket socket) throws IOException {
        int count = socket.receive(loop.inbox);
        if (count <= 0) return;
        long nowNs = System.nanoTime();
        loop.target().reached();
        Load.Answer answer = loop.control.load.answer();
        if (answer == Load.Answer.NONE) return;
        long message = messages.isStamped() && answer == Load.Answer.ECHO ? match(count) : oldest();
        if (message < 0 || startNs[(int) message & mask] == 0) {
            loop.tally.duplicates.add(1);
            return;
        }
        if (answer == Load.Answer.ECHO) compare(message, count);
        answered(message, nowNs);
        send(nowNs);
    }

    private long oldest() {
        while (oldest < sent && startNs[(int) oldest & mask] == 0) oldest++;
        return oldest < sent ? oldest : -1;
    }

    /** The number that the datagram has in it; -1 when it is of none that is under way. */
    private long match(int count) throws WrongAnswerException {
        if (count < Payload.STAMP_BYTES) throw cut(Math.max(0, oldest()), count);
        int low = messages.numberAt(loop.inbox.segment, 0);
        long message = sent - ((sent - low) & 0xffffffffL);
        // Far below: a digit is wrong, or it is a very late one. The content tells.
        if (message < 0 || sent - message > startNs.length) {
            compare(Math.max(0, oldest()), count);
            return -1;
        }
        return message;
    }

    private void compare(long message, int count) throws WrongAnswerException {
        messages.stamp(1, message, number);
        int common = Math.min(count, messages.wireBytes);
        int alike = messages.mismatch(loop.inbox.segment, 0, 0, common);
        if (alike >= 0) throw wrong(message, alike);
        if (count != messages.wireBytes) throw cut(message, count);
    }

    private WrongAnswerException cut(long message, int count) {
        return new WrongAnswerException(
                Math.min(count, messages.wireBytes),
                String.format(
                        Locale.ROOT,
                        "wrong answer on connection %d: message %d of %d bytes came back with %d",
                        number,
                        message,
                        messages.wireBytes,
                        count));
    }

    private WrongAnswerException wrong(long message, int at) {
        Place place = new Place(number, message, at, messages.wireBytes, message);
        byte expected = messages.memory.segment.get(JAVA_BYTE, at);
        return WrongAnswerException.differs(place, loop.inbox.segment, at, expected);
    }

    private void answered(long message, long nowNs) {
        if (message < newest) loop.tally.reordered.add(1);
        newest = Math.max(newest, message);
        long begunNs = startNs[(int) message & mask];
        boolean counts = loop.control.load.answer() != Load.Answer.NONE;
        if (counts && loop.control.counts(begunNs)) jitter.arrived(nowNs - begunNs);
        loop.answered(begunNs, loop.dueNs(this, message), nowNs);
        startNs[(int) message & mask] = 0;
        underWay--;
    }

    /** Of the round trips that count. */
    Jitter jitter() {
        return jitter;
    }

    @Override
    void sweep(long nowNs) throws IOException {
        long limitNs = loop.control.load.timeout().toNanos();
        for (long message = oldest(); message >= 0 && message < sent; message++) {
            long begunNs = startNs[(int) message & mask];
            if (begunNs == 0) continue;
            if (nowNs - begunNs < limitNs) break;
            startNs[(int) message & mask] = 0;
            underWay--;
            loop.lost(begunNs, error("recv", new SocketTimeoutException()));
        }
        send(nowNs);
    }

    @Override
    long unanswered() {
        return underWay;
    }

    @Override
    long begun() {
        return sent;
    }

    @Override
    void onClosed() {
        Arrays.fill(startNs, 0);
        oldest = sent;
        underWay = 0;
    }
}

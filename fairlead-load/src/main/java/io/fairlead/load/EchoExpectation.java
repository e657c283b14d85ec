package io.fairlead.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.fairlead.load.WrongAnswerException.Place;
import java.io.IOException;

/**
 * The same bytes that were sent, each compared as it comes. For the thread of its lane.
 *
 * <p>Nothing that was sent is kept: {@link Messages} makes it again.
 */
final class EchoExpectation implements Expectation {
    private final StreamLane lane;
    private final Messages messages;
    private final StreamLane sender;
    private int offset; // bytes that came of the answer that is under way

    EchoExpectation(StreamLane lane) {
        this(lane, lane);
    }

    /**
     * @param sender the lane whose messages come
     */
    EchoExpectation(StreamLane lane, StreamLane sender) {
        this.lane = lane;
        this.sender = sender;
        messages = lane.loop.messages;
    }

    @Override
    public void received(Memory inbox, int count, long nowNs) throws IOException {
        int at = 0;
        while (at < count) {
            int slots = slots(count - at);
            int bytes = Math.min(count - at, slots * messages.wireBytes - offset);
            messages.stamp(slots, lane.answered, sender.number);
            int alike = messages.mismatch(inbox.segment, at, offset, bytes);
            if (alike >= 0) throw wrong(inbox, at + alike, offset + alike);
            at += bytes;
            offset += bytes;
            while (offset >= messages.wireBytes) {
                offset -= messages.wireBytes;
                if (lane.answered == sender.sent) throw surplus();
                lane.complete(nowNs);
                if (lane.state() != Lane.State.OPEN) return;
            }
        }
        boolean ahead = lane.answered == sender.sent && offset > sender.sentOffset;
        if (ahead) throw surplus();
    }

    private int slots(int bytes) {
        int wireBytes = messages.wireBytes;
        int needed = offset + bytes <= wireBytes ? 1 : (offset + bytes - 1) / wireBytes + 1;
        return Math.min(messages.slots, needed);
    }

    private WrongAnswerException wrong(Memory inbox, int at, int slotOffset) {
        int wireBytes = messages.wireBytes;
        long message = lane.answered + slotOffset / wireBytes;
        Place place =
                new Place(lane.number, message, slotOffset % wireBytes, wireBytes, lane.first);
        byte expected = messages.memory.segment.get(JAVA_BYTE, slotOffset);
        return WrongAnswerException.differs(place, inbox.segment, at, expected);
    }

    private WrongAnswerException surplus() {
        Place place = new Place(lane.number, lane.answered, offset, messages.wireBytes, lane.first);
        return new WrongAnswerException(
                place.offset(), "wrong answer on " + place + ": more came back than was sent");
    }

    @Override
    public void ended() throws WrongAnswerException {
        if (offset == 0) return;
        Place place = new Place(lane.number, lane.answered, offset, messages.wireBytes, lane.first);
        throw new WrongAnswerException(
                place.offset(), "wrong answer on " + place + ": the rest of the answer is missing");
    }

    @Override
    public void restart() {
        offset = 0;
    }
}

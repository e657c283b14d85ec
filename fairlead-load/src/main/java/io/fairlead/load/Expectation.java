package io.fairlead.load;

import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import java.io.IOException;
import java.util.Locale;

/** What a stream is expected to bring. For the thread of its lane. */
interface Expectation {
    /** What the load says is expected on {@code lane}. */
    static Expectation of(StreamLane lane) {
        return switch (lane.loop.control.load.answer()) {
            case ECHO -> new EchoExpectation(lane);
            case ANY -> new AnyFrames(lane);
            case NONE -> new Nothing(lane);
        };
    }

    /** {@code count} bytes came; completes the messages that they answer. */
    void received(Memory inbox, int count, long nowNs) throws IOException;

    /** The kernel has taken more messages as a whole. */
    default void sent(long nowNs) throws IOException {}

    /** No more comes; throws if that is inside an answer. */
    default void ended() throws WrongAnswerException {}

    /** What comes next is of a new connection. */
    default void restart() {}

    /** One frame for each message, whatever it holds. */
    final class AnyFrames implements Expectation {
        private final StreamLane lane;
        private final IoBuffer frames;

        AnyFrames(StreamLane lane) {
            this.lane = lane;
            frames = new IoBuffer(lane.loop.slab);
        }

        @Override
        public void received(Memory inbox, int count, long nowNs) throws IOException {
            if (!frames.reserve(count)) throw new IOException("no memory left for answers");
            frames.space().put(inbox.buffer(0, count));
            frames.commit(count);
            try {
                while (lane.loop.control.load.codec().decode(frames) != null) {
                    if (lane.unanswered() == 0) {
                        throw new WrongAnswerException(
                                0,
                                String.format(
                                        Locale.ROOT,
                                        "wrong answer on connection %d: more"
                                                + " frames came back than were sent",
                                        lane.number));
                    }
                    lane.complete(nowNs);
                }
            } catch (FrameException e) {
                throw new WrongAnswerException(
                        0, "wrong answer on connection " + lane.number + ": " + e.getMessage());
            }
            frames.releaseIfEmpty();
        }

        @Override
        public void restart() {
            frames.release();
        }
    }

    /** Nothing: a message is done when it is sent, and what comes all the same is counted. */
    final class Nothing implements Expectation {
        private final StreamLane lane;

        Nothing(StreamLane lane) {
            this.lane = lane;
        }

        @Override
        public void received(Memory inbox, int count, long nowNs) {
            lane.loop.received(count, nowNs);
        }

        @Override
        public void sent(long nowNs) throws IOException {
            long doneNs = System.nanoTime();
            while (lane.answered < lane.sent) lane.complete(doneNs);
        }
    }
}

package io.fairlead.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One connection that sends, and those that receive what it sends. For the thread of a loop. */
final class FanoutLanes {
    private FanoutLanes() {}

    /** Makes {@code receivers}, and after them the sender. */
    static List<Lane> of(Loop loop, int receivers) {
        Sender sender = new Sender(receivers, loop);
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < receivers; i++) lanes.add(Receiver.of(i, sender));
        lanes.add(sender);
        return lanes;
    }

    /** Sends; a message is answered when every receiver has it. */
    private static final class Sender extends StreamLane {
        private final int[] delivered; // of the messages under way, to how many
        private final int receivers;

        Sender(int number, Loop loop) {
            super(number, loop);
            receivers = number;
            delivered = new int[loop.control.load.depth()];
        }

        /** One more receiver has this message. */
        void delivered(long message, long nowNs) throws IOException {
            int slot = (int) (message % delivered.length);
            if (++delivered[slot] < receivers) return;
            delivered[slot] = 0;
            answered = message + 1;
            if (state() == State.OPEN) send(nowNs);
        }

        /** What the server sends back to who sent it is of no concern. */
        @Override
        void onReadable(LaneSocket socket) throws IOException {
            if (socket.receive(loop.inbox) == LaneSocket.ENDED) ended();
        }
    }

    /** Receives what the sender sends. */
    private static final class Receiver extends StreamLane {
        private final Sender sender;

        private Receiver(int number, Sender sender) {
            super(number, sender.loop);
            this.sender = sender;
        }

        static Receiver of(int number, Sender sender) {
            Receiver receiver = new Receiver(number, sender);
            boolean echo = sender.loop.control.load.answer() == Load.Answer.ECHO;
            if (echo) receiver.expect(new EchoExpectation(receiver, sender));
            return receiver;
        }

        @Override
        long mayBegin(long nowNs) {
            return 0;
        }

        @Override
        long unanswered() {
            return sender.begun() - answered;
        }

        @Override
        long startNs(long message) {
            return sender.startNs(message);
        }

        @Override
        void complete(long nowNs) throws IOException {
            loop.answered(startNs(answered), loop.dueNs(sender, answered), nowNs);
            sender.delivered(answered++, nowNs);
        }

        @Override
        void onClosed() {} // where one is missing the run ends
    }
}

package io.fairlead.testkit.planted;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import io.fairlead.service.SendResult;
import io.fairlead.service.Service;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Services that look right, each with one fault. */
final class PlantedServices {
    private static final Duration WORK = Duration.ofMillis(20);
    private static final int LINES = 2_000;

    private PlantedServices() {}

    /** Answers later, and forgets that the connection closes once the peer has ended its side. */
    static final class ForgetsAfterHalfClose implements Service {
        @Override
        public void onFrame(Peer peer, Frame frame) {
            String answer = frame.text();
            PeerTimer _ = peer.after(WORK, () -> peer.send(answer));
        }
    }

    /** Answers long questions later and short ones at once. */
    static final class AnswersOutOfOrder implements Service {
        @Override
        public void onFrame(Peer peer, Frame frame) {
            String answer = frame.text();
            if (answer.length() < 4) {
                peer.send(answer);
            } else {
                PeerTimer _ = peer.after(WORK, () -> peer.send(answer));
            }
        }

        @Override
        public void onInputEnd(Peer peer) {
            PeerTimer _ = peer.after(WORK.multipliedBy(2), peer::close);
        }
    }

    /** Sends a list, whatever becomes of it. */
    static final class IgnoresFull implements Service {
        @Override
        public void onFrame(Peer peer, Frame frame) {
            for (int i = 0; i < LINES; i++) peer.send("line " + i);
        }
    }

    /** Sends a list, and after a pause begins with the line that was sent last. */
    static final class SendsTwiceAfterFull implements Service {
        private final Map<Peer, Integer> next = new HashMap<>();

        @Override
        public void onFrame(Peer peer, Frame frame) {
            next.put(peer, 0);
            go(peer);
        }

        private void go(Peer peer) {
            int line = next.getOrDefault(peer, LINES);
            while (line < LINES && peer.send("line " + line) != SendResult.FULL) line++;
            next.put(peer, Math.max(0, line - 1));
            if (line == LINES) next.remove(peer);
        }

        @Override
        public void onWritable(Peer peer) {
            go(peer);
        }

        @Override
        public void onClose(Peer peer, CloseReason reason) {
            next.remove(peer);
        }
    }

    /** Keeps who talks in a field of the class. */
    static final class KeepsStateInAStatic implements Service {
        private static String name = "";

        @Override
        public void onFrame(Peer peer, Frame frame) {
            String text = frame.text();
            if (text.startsWith("i am ")) {
                name = text.substring(5);
            } else {
                peer.send("you are " + name);
            }
        }
    }

    /** Never closes: what its peer ends stays half open until a limit ends it. */
    static final class NeverCloses implements Service {
        @Override
        public void onFrame(Peer peer, Frame frame) {
            peer.send(frame);
        }

        @Override
        public void onInputEnd(Peer peer) {
            // believes that it closes by itself
        }
    }

    /** Who is here; the end of an old connection takes the new one of the same name out. */
    static final class ForgetsWhoCameAgain implements Service {
        final Map<String, Peer> here = new HashMap<>();

        @Override
        public void onFrame(Peer peer, Frame frame) {
            peer.attach(frame.text());
            Peer before = here.put(frame.text(), peer);
            if (before != null) before.close();
            peer.send("welcome");
        }

        @Override
        public void onClose(Peer peer, CloseReason reason) {
            here.remove(peer.attachment(String.class));
        }
    }

    /** Counts a request as failed after a time, and then as answered, too. */
    static final class CountsTwice implements Service {
        int asked;
        int failed;
        int answered;

        @Override
        public void onOpen(Peer peer) {
            asked++;
            peer.send("are you there?");
            PeerTimer _ = peer.after(Duration.ofMillis(100), () -> failed++);
        }

        @Override
        public void onFrame(Peer peer, Frame frame) {
            answered++;
            peer.close();
        }
    }
}

package io.fairlead.learn.check;

import io.fairlead.learn.check.StreamTrials.Pause;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Trials of a chat: what one says, all others hear. */
final class ChatTrials {
    static final List<CheckTrial> ALL =
            List.of(
                    new CheckTrial(Topic.RELAYS, ChatTrials::relays),
                    new CheckTrial(Topic.STALE, ChatTrials::stale),
                    new CheckTrial(Topic.LEAVES, ChatTrials::leaves),
                    new CheckTrial(Topic.INTERRUPTED, ChatTrials::interrupted));

    private ChatTrials() {}

    /** Three guests who have said a word each, which is how a server of UDP learns of them. */
    private record Room(ChatGuest ada, ChatGuest bob, ChatGuest eve) implements java.io.Closeable {
        static Room open(LearnerServer site) throws IOException {
            Room room = new Room(new ChatGuest(site), new ChatGuest(site), new ChatGuest(site));
            room.ada.say("ada is here");
            room.bob.say("bob is here");
            room.eve.say("eve is here");
            room.ada.hears("eve is here"); // so all three are known
            return room;
        }

        List<String> evidence(LearnerServer site) throws IOException {
            List<String> lines = new ArrayList<>();
            add(lines, "ada", ada);
            add(lines, "bob", bob);
            add(lines, "eve", eve);
            lines.addAll(site.state());
            return lines;
        }

        private static void add(List<String> lines, String name, ChatGuest guest) {
            guest.story().forEach(line -> lines.add(name + ": " + line));
        }

        @Override
        public void close() throws IOException {
            ada.close();
            bob.close();
            eve.close();
        }
    }

    private static CheckResult relays(LearnerServer site) throws IOException {
        try (Room room = Room.open(site)) {
            room.ada.say("from ada");
            boolean all = room.bob.hears("from ada") && room.eve.hears("from ada");
            room.eve.say("from eve");
            all = all && room.ada.hears("from eve") && room.bob.hears("from eve");
            if (all) return CheckResult.right(Topic.RELAYS);
            String sentence = "What one client says does not reach all the others.";
            return CheckResult.wrong(Topic.RELAYS, sentence, room.evidence(site));
        }
    }

    private static CheckResult stale(LearnerServer site) throws IOException {
        try (Room room = Room.open(site)) {
            room.ada.say("a long message whose end must not come again: omega");
            boolean heard = room.bob.hears("omega");
            room.ada.say("short");
            room.eve.say("the end");
            heard = heard && room.bob.hears("short") && room.bob.hears("the end");
            String after = room.bob.heard();
            after = after.substring(after.indexOf("omega") + "omega".length());
            if (heard && !after.contains("omega") && after.indexOf('\0') < 0) {
                return CheckResult.right(Topic.STALE);
            }
            String sentence =
                    "After a short message comes what the buffer held before it: send as many bytes"
                            + " as recv returned, not the whole buffer.";
            return CheckResult.wrong(Topic.STALE, sentence, room.evidence(site));
        }
    }

    private static CheckResult leaves(LearnerServer site) throws IOException {
        try (Room room = Room.open(site)) {
            Pause pause = Pause.of(site);
            room.ada.say("bob is about to go");
            room.bob.leave();
            room.ada.say("and the others stay");
            pause.end();
            if (room.eve.hears("and the others stay")) return CheckResult.right(Topic.LEAVES);
            String sentence =
                    "When one client leaves, the others hear no more: a send to it failed (EPIPE,"
                            + " ECONNRESET, SIGPIPE), and the server took that for its own end.";
            return CheckResult.wrong(Topic.LEAVES, sentence, room.evidence(site));
        }
    }

    private static CheckResult interrupted(LearnerServer site) throws IOException {
        try (Room room = Room.open(site)) {
            Pause.of(site).end();
            room.ada.say("on again");
            if (room.bob.hears("on again")) return CheckResult.right(Topic.INTERRUPTED);
            return CheckResult.wrong(Topic.INTERRUPTED, Pause.SENTENCE, room.evidence(site));
        }
    }
}

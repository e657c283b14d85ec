package io.fairlead.learn.check;

import java.io.IOException;
import java.util.List;

/** Trials of servers that answer with a text of their own: ok, greet, time. */
final class SpeakerTrials {
    static final List<CheckTrial> ALL =
            List.of(
                    new CheckTrial(Topic.ANSWERS, SpeakerTrials::says),
                    new CheckTrial(Topic.CLOSES, SpeakerTrials::closes));
    static final CheckTrial UNREAD = new CheckTrial(Topic.UNREAD, SpeakerTrials::unread);

    private static final int UNREAD_BYTES = 256 * 1024;

    private SpeakerTrials() {}

    private static CheckResult says(LearnerServer site) throws IOException {
        try (TestClient caller = site.call()) {
            if (!site.kind().speaksFirst()) caller.send(StreamExchange.HELLO);
            byte[] came = caller.receiveToEnd();
            String fault =
                    came.length == 0 ? silent(site, caller) : Speech.fault(site.kind(), came);
            return fault.isEmpty()
                    ? CheckResult.right(Topic.ANSWERS)
                    : CheckResult.wrong(Topic.ANSWERS, fault, site.evidence(caller));
        }
    }

    private static String silent(LearnerServer site, TestClient caller) throws IOException {
        if (!site.kind().speaksFirst() || caller.isOver()) return "A client gets no answer.";
        caller.send(StreamExchange.HELLO);
        return caller.receive(1).length > 0
                ? "It waits for the client to speak first. A client that waits for a greeting, as"
                        + " it should, waits for ever."
                : "A client gets nothing.";
    }

    /** The server ends an answer of that kind by closing; greet may leave that to the client. */
    private static CheckResult closes(LearnerServer site) throws IOException {
        boolean first = site.kind() == Kind.GREET;
        try (TestClient caller = site.call()) {
            if (!site.kind().speaksFirst()) caller.send(StreamExchange.HELLO);
            if (first) caller.end();
            byte[] _ = caller.receiveToEnd();
            if (caller.ended() == TestClient.End.INPUT) return CheckResult.right(Topic.CLOSES);
            String sentence =
                    caller.ended() == TestClient.End.RESET
                            ? "It breaks the connection (RST) instead of closing it (FIN)."
                            : "It does not close the connection: the client waits for the end.";
            return CheckResult.wrong(Topic.CLOSES, sentence, site.evidence(caller));
        }
    }

    private static CheckResult unread(LearnerServer site) throws IOException {
        try (TestClient caller = site.call()) {
            byte[] came = caller.send("x".repeat(UNREAD_BYTES)).receiveToEnd();
            if (came.length > 0 && caller.ended() == TestClient.End.INPUT) {
                return CheckResult.right(Topic.UNREAD);
            }
            String sentence =
                    "It closes while bytes wait unread, so the kernel sends RST, which may destroy"
                            + " the answer: shutdown(SHUT_WR), read to the end, then close.";
            return CheckResult.wrong(Topic.UNREAD, sentence, site.evidence(caller));
        }
    }
}

package io.fairlead.learn.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Trials of servers that send back what comes: echo, upper. */
final class MirrorTrials {
    static final List<CheckTrial> ALL =
            List.of(
                    new CheckTrial(Topic.ANSWERS, MirrorTrials::answers),
                    new CheckTrial(Topic.BYTES, MirrorTrials::bytes),
                    new CheckTrial(Topic.PIECES, MirrorTrials::pieces),
                    new CheckTrial(Topic.TOGETHER, MirrorTrials::together),
                    new CheckTrial(Topic.HALF_CLOSE, MirrorTrials::halfClose),
                    new CheckTrial(Topic.PARTIAL, site -> new Flood(site).run()));

    private static final int ALL_VALUES = 256;

    private MirrorTrials() {}

    private static CheckResult answers(LearnerServer site) throws IOException {
        byte[] sent = StreamExchange.HELLO.getBytes(UTF_8);
        try (TestClient caller = site.call()) {
            byte[] came = caller.send(sent).receive(sent.length);
            if (Arrays.equals(came, site.kind().answerTo(sent))) {
                return CheckResult.right(Topic.ANSWERS);
            }
            String sentence =
                    came.length == 0
                            ? "A client that sends one line gets no answer."
                            : "The answer is not what a program that %s gives."
                                    .formatted(site.kind().summary());
            return CheckResult.wrong(Topic.ANSWERS, sentence, site.evidence(caller));
        }
    }

    private static CheckResult bytes(LearnerServer site) throws IOException {
        byte[] sent = site.kind() == Kind.ECHO ? everyValue() : "ab\0cd\0\0ef\n".getBytes(UTF_8);
        try (TestClient caller = site.call()) {
            byte[] came = caller.send(sent).receive(sent.length);
            byte[] wanted = site.kind().answerTo(sent);
            if (Arrays.equals(came, wanted)) return CheckResult.right(Topic.BYTES);
            int at = Math.max(0, ShownBytes.difference(wanted, came));
            boolean stops = at < wanted.length && wanted[at] == 0;
            String sentence =
                    stops
                            ? "It stops at a byte 0: strlen, strcpy and %s take a buffer for text."
                                    + " Use the number that recv returned."
                            : "The answer is wrong from byte " + at + " on.";
            return CheckResult.wrong(Topic.BYTES, sentence, site.evidence(caller));
        }
    }

    private static byte[] everyValue() {
        byte[] values = new byte[ALL_VALUES + 1];
        for (int i = 0; i < ALL_VALUES; i++) values[i] = (byte) (i * 7 + 'A');
        values[ALL_VALUES] = '\n';
        return values;
    }

    private static CheckResult pieces(LearnerServer site) throws IOException {
        byte[] sent = "one message, many pieces\n".getBytes(UTF_8);
        try (TestClient caller = site.call()) {
            byte[] came = caller.sendByteByByte(sent).receive(sent.length);
            if (Arrays.equals(came, site.kind().answerTo(sent))) {
                return CheckResult.right(Topic.PIECES);
            }
            String sentence =
                    "A message that comes in pieces is not answered as a whole: TCP is a stream,"
                            + " and one recv may return any part of it.";
            return CheckResult.wrong(Topic.PIECES, sentence, site.evidence(caller));
        }
    }

    private static CheckResult together(LearnerServer site) throws IOException {
        byte[] sent = "one\ntwo\nthree\n".getBytes(UTF_8);
        try (TestClient caller = site.call()) {
            byte[] came = caller.send(sent).receive(sent.length);
            if (Arrays.equals(came, site.kind().answerTo(sent))) {
                return CheckResult.right(Topic.TOGETHER);
            }
            String sentence =
                    "Of messages that come at once some are lost: one recv may return the end of"
                            + " one message and the beginning of the next.";
            return CheckResult.wrong(Topic.TOGETHER, sentence, site.evidence(caller));
        }
    }

    private static CheckResult halfClose(LearnerServer site) throws IOException {
        byte[] sent = "first\nlast\n".getBytes(UTF_8);
        try (TestClient caller = site.call()) {
            byte[] came = caller.send(sent).end().receiveToEnd();
            boolean whole = Arrays.equals(came, site.kind().answerTo(sent));
            if (whole && caller.ended() == TestClient.End.INPUT) {
                return CheckResult.right(Topic.HALF_CLOSE);
            }
            String sentence =
                    whole
                            ? afterAnswer(caller.ended())
                            : "A client that has sent all (shutdown) does not get all of its"
                                    + " answer: recv returned 0, and the server dropped what it"
                                    + " still had to send.";
            return CheckResult.wrong(Topic.HALF_CLOSE, sentence, site.evidence(caller));
        }
    }

    private static String afterAnswer(TestClient.End end) {
        return end == TestClient.End.RESET
                ? "It breaks the connection (RST) instead of closing it (FIN)."
                : "It does not close when the client has: the client waits for the end for ever."
                        + " A parent that keeps the connection of its child open does this, too.";
    }
}

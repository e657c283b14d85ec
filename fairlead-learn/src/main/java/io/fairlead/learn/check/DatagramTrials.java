package io.fairlead.learn.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.learn.check.StreamTrials.Pause;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Trials of a server that sends datagrams back. */
final class DatagramTrials {
    static final List<CheckTrial> ALL =
            List.of(
                    new CheckTrial(Topic.ANSWERS, DatagramTrials::answers),
                    new CheckTrial(Topic.BYTES, DatagramTrials::bytes),
                    new CheckTrial(Topic.SIZES, DatagramTrials::sizes),
                    new CheckTrial(Topic.SENDERS, DatagramTrials::senders),
                    new CheckTrial(Topic.LEAVES, DatagramTrials::leaves),
                    new CheckTrial(Topic.INTERRUPTED, DatagramTrials::interrupted));

    private static final byte[] HELLO = "hello".getBytes(UTF_8);
    private static final int FRAME_BYTES = 1_400; // fits any network's frame

    private DatagramTrials() {}

    private static CheckResult answers(LearnerServer site) throws IOException {
        try (Correspondent one = new Correspondent(site)) {
            if (isEcho(one, HELLO)) return CheckResult.right(Topic.ANSWERS);
            return wrong(site, Topic.ANSWERS, "A datagram does not come back.", one);
        }
    }

    private static boolean isEcho(Correspondent client, byte[] sent) throws IOException {
        return Arrays.equals(client.send(sent).receive(), sent);
    }

    private static boolean isUp(LearnerServer site) throws IOException {
        try (Correspondent client = new Correspondent(site)) {
            return isEcho(client, HELLO);
        }
    }

    private static CheckResult wrong(
            LearnerServer site, Topic topic, String sentence, Correspondent... clients)
            throws IOException {
        List<String> evidence = new ArrayList<>();
        for (Correspondent client : clients) evidence.addAll(client.story());
        evidence.addAll(site.state());
        return CheckResult.wrong(topic, sentence, evidence);
    }

    private static CheckResult bytes(LearnerServer site) throws IOException {
        byte[] sent = {'a', 0, 'b', (byte) 0xff, 0, 0, 'c', '\n', '\r', (byte) 0xc3};
        try (Correspondent one = new Correspondent(site)) {
            if (isEcho(one, sent)) return CheckResult.right(Topic.BYTES);
            String sentence =
                    "A datagram with a byte 0 in it does not come back whole: strlen takes a buffer"
                            + " for text. Send as many bytes as recvfrom returned.";
            return wrong(site, Topic.BYTES, sentence, one);
        }
    }

    private static CheckResult sizes(LearnerServer site) throws IOException {
        byte[] sent = new byte[FRAME_BYTES];
        Arrays.fill(sent, (byte) 'x');
        try (Correspondent one = new Correspondent(site)) {
            if (!isEcho(one, sent)) {
                String sentence =
                        "Of a datagram of 1,400 bytes not all come back: recvfrom throws away what"
                                + " does not fit in its buffer.";
                return wrong(site, Topic.SIZES, sentence, one);
            }
            one.sendEmpty();
            site.subject().settle();
            if (isUp(site)) return CheckResult.right(Topic.SIZES);
            String sentence =
                    "An empty datagram ended the service: over UDP recvfrom may return 0, which is"
                            + " no end of input.";
            return wrong(site, Topic.SIZES, sentence, one);
        }
    }

    private static CheckResult senders(LearnerServer site) throws IOException {
        try (Correspondent one = new Correspondent(site);
                Correspondent two = new Correspondent(site)) {
            boolean all = true;
            for (Correspondent client : List.of(one, two, one, two)) {
                byte[] own = (client == one ? "from one" : "from two").getBytes(UTF_8);
                all = all && isEcho(client, own);
            }
            if (all) return CheckResult.right(Topic.SENDERS);
            String sentence =
                    "Of two clients one does not get its answers: send to the address that recvfrom"
                            + " gave for that datagram, with addrlen set before each call.";
            return wrong(site, Topic.SENDERS, sentence, one, two);
        }
    }

    private static CheckResult leaves(LearnerServer site) throws IOException {
        Pause pause = Pause.of(site);
        Correspondent gone = new Correspondent(site);
        try (gone) {
            gone.send(HELLO);
        }
        pause.end();
        if (isUp(site)) return CheckResult.right(Topic.LEAVES);
        String sentence =
                "A client that was gone when its answer came ended the service: ICMP port"
                        + " unreachable is no reason to stop.";
        return wrong(site, Topic.LEAVES, sentence, gone);
    }

    private static CheckResult interrupted(LearnerServer site) throws IOException {
        Pause.of(site).end();
        if (isUp(site)) return CheckResult.right(Topic.INTERRUPTED);
        return wrong(site, Topic.INTERRUPTED, Pause.SENTENCE);
    }
}

package io.fairlead.lab.experiment.stream;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.lab.Wire;
import io.fairlead.lab.experiment.TcpOption;
import io.fairlead.lab.experiment.Transfer;
import io.fairlead.trace.Step;
import java.io.IOException;
import java.util.List;

/** Nagle's algorithm meets delayed ACKs (RFC 9293 sections 3.7.4 and 3.8.6.3, tcp(7)). */
public final class Nagle implements Lab {
    private static final int NS_PER_MS = 1_000_000;
    private static final int REQUEST_BYTES = 8;

    @Override
    public String name() {
        return "nagle";
    }

    @Override
    public String summary() {
        return "two small writes and a read: 40 ms lost, and three ways not to lose them";
    }

    @Override
    public String expectation() {
        return "A client sends a request as two small writes and waits for the answer. Its kernel"
                + " keeps the second until the first is acknowledged (Nagle's algorithm). The"
                + " server's kernel keeps the ACK for 40 ms, to send it along with an answer that"
                + " cannot come. TCP_NODELAY, TCP_CORK or a single write ends that.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7007, 5);
        waiting(new Pair(lab, client, server, listener));
        noDelay(new Pair(lab, client, server, listener));
        oneWrite(new Pair(lab, client, server, listener));
        cork(new Pair(lab, client, server, listener));
    }

    /** A client and a server whose kernel delays its ACKs. */
    private record Pair(Experiment lab, Side client, Side server, Fd listener) {
        private Fd connected(String named) {
            Fd talker = client.socket(named);
            client.connect(talker, listener);
            return talker;
        }

        private Fd accepted(String named) {
            Fd served = server.accept(listener, named);
            TcpOption.TCP_QUICKACK.set(server, served, 0);
            return served;
        }

        /** The server reads the whole request, and answers. */
        private void answer(Fd talker, Fd served) throws IOException {
            int bytes = 0;
            int came = 1;
            while (bytes < REQUEST_BYTES && came > 0) {
                came = server.recv(served, 64);
                bytes += came;
            }
            server.send(served, "OK");
            lab.check("the answer comes", 2, client.recv(talker, 64));
            lab.awaitArrival(served);
        }
    }

    private static void waiting(Pair pair) throws IOException {
        Experiment lab = pair.lab;
        lab.say(
                "A new connection is acknowledged at once at first (quick ACKs). TCP_QUICKACK of 0"
                        + " leaves that mode, as Linux does by itself once a server has answered.");
        Fd talker = pair.connected("slow");
        Fd served = pair.accepted("served");
        lab.ask("The client sends HEAD, then BODY, then waits for the answer. When does BODY go?");
        Transfer.sendBoth(pair.client, talker, "HEAD", "BODY").run();
        pair.answer(talker, served);
        lab.checkWire(
                "the second segment left only after the ACK of the first",
                talker,
                Wire.first(3),
                "client 4 bytes, server ACK, client 4 bytes");
        lab.ladder();
        sayWait(lab, talker);
    }

    /** In tens of milliseconds: more digits would only tell what else this machine does. */
    private static void sayWait(Experiment lab, Fd talker) throws IOException {
        List<Step> packets = lab.packetsOf(talker);
        List<Step> sent =
                packets.stream().filter(step -> step.fromClient() && hasBytes(step)).toList();
        if (sent.size() < 2) return;
        long waitNs = sent.get(1).frame().timeNs() - sent.get(0).frame().timeNs();
        long tens = Math.round(waitNs / (10.0 * NS_PER_MS));
        String wait = tens == 0 ? "less than 5 ms" : "about " + tens * 10 + " ms";
        lab.say("From the first segment of the request to the second: " + wait + ".");
    }

    private static boolean hasBytes(Step step) {
        return Wire.words(step).endsWith(" bytes");
    }

    private static void noDelay(Pair pair) throws IOException {
        Experiment lab = pair.lab;
        lab.say("TCP_NODELAY turns Nagle's algorithm off: each write is a segment, at once.");
        Fd talker = pair.connected("hasty");
        Fd served = pair.accepted("served");
        TcpOption.TCP_NODELAY.set(pair.client, talker, 1);
        Transfer.sendBoth(pair.client, talker, "HEAD", "BODY").run();
        pair.answer(talker, served);
        lab.checkWire(
                "the second segment did not wait for an ACK",
                talker,
                Wire.first(2),
                "client 4 bytes, client 4 bytes");
        lab.ladder();
        sayWait(lab, talker);
    }

    private static void oneWrite(Pair pair) throws IOException {
        Experiment lab = pair.lab;
        lab.say(
                "Better: one write of the whole request, from one buffer or from several with"
                        + " writev. With nothing unacknowledged Nagle's algorithm does not wait.");
        Fd talker = pair.connected("whole");
        Fd served = pair.accepted("served");
        pair.client.send(talker, "HEADBODY");
        pair.answer(talker, served);
        lab.checkWire("one segment has all", talker, Wire.first(1), "client 8 bytes");
        lab.ladder();
    }

    private static void cork(Pair pair) throws IOException {
        Experiment lab = pair.lab;
        lab.say(
                "TCP_CORK holds small segments back until it is taken away, for 200 ms at most;"
                        + " MSG_MORE does so for one send. Good for a header before sendfile.");
        Fd talker = pair.connected("corked");
        Fd served = pair.accepted("served");
        TcpOption.TCP_CORK.set(pair.client, talker, 1);
        Runnable shown = Transfer.sendBoth(pair.client, talker, "HEAD", "BODY");
        int uncorked = TcpOption.TCP_CORK.setUnshown(pair.client, talker, 0);
        shown.run();
        TcpOption.TCP_CORK.show(pair.client, talker, 0, uncorked);
        pair.answer(talker, served);
        lab.checkWire("one segment has all", talker, Wire.first(1), "client 8 bytes");
        lab.ladder();
    }
}

package io.fairlead.lab.experiment.tls;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import java.io.IOException;
import javax.net.ssl.SSLException;

/** An end without close_notify: who has ended it? */
public final class TlsTruncation implements Lab {
    @Override
    public String name() {
        return "tls-truncation";
    }

    @Override
    public String summary() {
        return "a FIN without close_notify: anybody can send one, so TLS takes it for a cut";
    }

    @Override
    public String expectation() {
        return "FIN is a packet of TCP, which TLS does not protect: whoever is on the way can make"
                + " one, and so cut a message short. The alert close_notify is encrypted and can"
                + " be made by the other end alone. So an end that came without it is no end of"
                + " input: what has come may be a part.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7443, 5);
        try (TlsParties parties = new TlsParties(lab)) {
            lab.say("A client orders 1000 pieces. Its connection ends in the middle of the line.");
            Fd talker = client.socket("talker");
            int _ = client.connect(talker, listener);
            Fd served = server.accept(listener, "served");
            TlsParty orders = parties.client(client, talker, "TLSv1.3");
            TlsParty takes = parties.server(server, served);
            parties.agree(orders, takes);
            boolean said = orders.says("order 1");
            lab.check("a part of the line went", said);
            lab.awaitArrival(talker);
            int closed = client.close(talker);
            lab.check("the client's socket is closed, without a word of TLS", 0, closed);
            lab.ask("recv returns 0, as it does at each end. Is \"order 1\" the whole order?");
            lab.check("the server reads a part", "order 1", takes.hears());
            lab.check("then the end of TCP", "", takes.hears());
            lab.check("but no end of TLS", !takes.hasHeardTheEnd());
            lab.check(
                    "Java's TLS says so, too",
                    "closing inbound before receiving peer's close_notify",
                    takes.complaint());
            lab.checkWire(
                    "trace sees it",
                    served,
                    packets ->
                            packets.stream().anyMatch(step -> step.sentence().contains("cut off"))
                                    ? "cut off"
                                    : "whole",
                    "cut off");
            lab.ladder(talker);
            forged(lab, parties, listener);
        }
    }

    private static void forged(Experiment lab, TlsParties parties, Fd listener) throws IOException {
        lab.say("Could who is on the way add a close_notify as well? Its seven bytes are known.");
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd talker = client.socket("forger");
        int _ = client.connect(talker, listener);
        Fd served = server.accept(listener, "deceived");
        TlsParty forges = parties.client(client, talker, "TLSv1.3");
        TlsParty takes = parties.server(server, served);
        parties.agree(forges, takes);
        byte[] alert = {21, 3, 3, 0, 2, 1, 0};
        int _ = forges.sends(alert, "{21, 3, 3, 0, 2, 1, 0}");
        lab.awaitArrival(talker);
        boolean refused = false;
        try {
            String _ = takes.hears();
        } catch (SSLException e) {
            refused = true;
        }
        lab.check("one that is not encrypted ends the connection with an error", refused);
        lab.ladder(talker);
    }
}

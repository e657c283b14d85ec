package io.fairlead.lab.experiment.tls;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import java.io.IOException;

/** What close_notify ends: RFC 8446 section 6.1, and RFC 5246 section 7.2.1. */
public final class TlsHalfClose implements Lab {
    @Override
    public String name() {
        return "tls-half-close";
    }

    @Override
    public String summary() {
        return "half-close over TLS: TLS 1.3 ends one direction, TLS 1.2 ends both";
    }

    @Override
    public String expectation() {
        return "TLS has an end of its own for each direction, the alert close_notify, which is"
                + " encrypted as data is. Under TLS 1.3 who has got it may go on sending, as TCP"
                + " allows after a FIN. Under TLS 1.2 an end that gets it has to close at once:"
                + " an answer that is not ready by then cannot be sent any more.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Fd listener = lab.side("server").listening("listener", 7443, 5);
        try (TlsParties parties = new TlsParties(lab)) {
            lab.say("TLS 1.3 first: the client sends a question, and the end of its direction.");
            Talk newer = begin(lab, parties, listener, "TLSv1.3");
            lab.ask("The server has got close_notify. Can it still answer?");
            lab.check("under TLS 1.3 the server can still send", newer.server.says("42\n"));
            lab.awaitArrival(newer.server.fd());
            lab.check("and the client reads the answer", "42\n", newer.client.hears());
            newer.server.ends();
            lab.ladder(newer.client.fd());

            lab.say("The same under TLS 1.2.");
            Talk older = begin(lab, parties, listener, "TLSv1.2");
            lab.ask("Can this server still answer?");
            lab.check("under TLS 1.2 the server cannot", !older.server.says("42\n"));
            lab.say("All that went is its own close_notify, which TLS 1.2 asks for at once.");
            lab.awaitArrival(older.server.fd());
            lab.check("the client reads no answer", "", older.client.hears());
            lab.check("but the end", older.client.hasHeardTheEnd());
        }
        lab.ladder();
    }

    private record Talk(TlsParty client, TlsParty server) {}

    private static Talk begin(Experiment lab, TlsParties parties, Fd listener, String version)
            throws IOException {
        Side client = lab.side("client");
        Side server = lab.side("server");
        boolean isNew = version.endsWith("3");
        Fd talker = client.socket(isNew ? "talker" : "old talker");
        int _ = client.connect(talker, listener);
        Fd served = server.accept(listener, isNew ? "served" : "old served");
        TlsParty asks = parties.client(client, talker, version);
        TlsParty answers = parties.server(server, served);
        parties.agree(asks, answers);
        boolean said = asks.says("question\n");
        asks.ends();
        lab.check("the question and close_notify have gone", said);
        int shut = client.shutdownWrite(talker);
        lab.check("and the FIN of TCP", 0, shut);
        lab.awaitArrival(talker);
        lab.check("the server reads the question", "question\n", answers.hears());
        lab.check("and the end of that direction", answers.hasHeardTheEnd());
        return new Talk(asks, answers);
    }
}

package io.fairlead.lab.experiment.tls;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.lab.Wire;
import io.fairlead.trace.Step;
import java.io.IOException;
import java.util.List;

/** Who comes back is known by a ticket (RFC 8446 section 2.2). */
public final class TlsResumption implements Lab {
    @Override
    public String name() {
        return "tls-resumption";
    }

    @Override
    public String summary() {
        return "who comes back shows a ticket: no certificate, and no signature, goes again";
    }

    @Override
    public String expectation() {
        return "After a handshake the server gives the client a ticket. A client that comes back"
                + " shows it, and the server knows from it what both have agreed on: it does not"
                + " send its certificate again, and signs nothing, which is most of a handshake's"
                + " work. The keys are new all the same.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Fd listener = lab.side("server").listening("listener", 7443, 5);
        try (TlsParties parties = new TlsParties(lab)) {
            lab.say("A client that was never here.");
            Fd first = visit(lab, parties, listener, "first");
            lab.checkWire(
                    "the server shows its certificate, and gives a ticket",
                    first,
                    TlsResumption::shown,
                    "Certificate, CertificateVerify, NewSessionTicket");
            lab.ladder(first);

            lab.ask("The same client comes back. What does the server show now?");
            Fd second = visit(lab, parties, listener, "second");
            lab.checkWire(
                    "the client shows the ticket, and the server takes it",
                    second,
                    TlsResumption::resumed,
                    "client, server");
            lab.checkWire(
                    "no certificate is shown, only a new ticket given",
                    second,
                    TlsResumption::shown,
                    "NewSessionTicket");
            lab.ladder(second);

            lab.say("Tickets are sealed with a key of the server's, which starts anew now.");
            parties.restartServer();
            lab.ask("The client still shows its ticket. Does that fail?");
            Fd third = visit(lab, parties, listener, "third");
            lab.checkWire("nobody takes the ticket", third, TlsResumption::resumed, "client");
            lab.checkWire(
                    "and so the handshake is a whole one",
                    third,
                    TlsResumption::shown,
                    "Certificate, CertificateVerify, NewSessionTicket");
        }
        lab.ladder();
    }

    private static Fd visit(Experiment lab, TlsParties parties, Fd listener, String name)
            throws IOException {
        Side client = lab.side("client");
        Side server = lab.side("server");
        Fd talker = client.socket(name);
        int _ = client.connect(talker, listener);
        Fd served = server.accept(listener, name + " served");
        TlsParty comes = parties.client(client, talker, "TLSv1.3");
        TlsParty answers = parties.server(server, served);
        parties.agree(comes, answers);
        comes.ends();
        lab.awaitArrival(talker);
        String _ = answers.hears();
        answers.ends();
        lab.awaitArrival(served);
        String _ = comes.hears();
        int _ = client.close(talker);
        int _ = server.close(served);
        return talker;
    }

    /** Of what the server sends, what a resumed handshake could have without. */
    private static String shown(List<Step> packets) {
        List<String> some = List.of("Certificate", "CertificateVerify", "NewSessionTicket");
        List<String> all = List.of(Wire.tls(packets).split(", ", -1));
        return String.join(
                ", ", some.stream().filter(one -> all.contains("server " + one)).toList());
    }

    /** Who says that a session goes on. */
    private static String resumed(List<Step> packets) {
        boolean asks = packets.stream().anyMatch(step -> step.sentence().contains("to resume"));
        boolean takes = packets.stream().anyMatch(step -> step.sentence().contains("is resumed"));
        return (asks ? "client" : "nobody") + (takes ? ", server" : "");
    }
}

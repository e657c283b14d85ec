package io.fairlead.lab.experiment.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.lab.Wire;
import io.fairlead.trace.Step;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

/** How a connection over TLS begins (RFC 8446 section 2). */
public final class TlsHandshake implements Lab {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    @Override
    public String name() {
        return "tls-handshake";
    }

    @Override
    public String summary() {
        return "how TLS begins: one message each way in clear, and the rest is encrypted";
    }

    @Override
    public String expectation() {
        return "Once TCP is up, the client says which TLS it knows, which server it wants, and its"
                + " half of a key. The server answers with its half, and from there on all is"
                + " encrypted: its certificate, the proof that it has the key of it, and the data."
                + " After one round trip the client can send. The lab has the secrets, so it shows"
                + " what nobody on the way can read.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7443, 5);
        Fd talker = client.socket("talker");
        int _ = client.connect(talker, listener);
        Fd served = server.accept(listener, "served");
        lab.say("TCP is up. The two speak TLS 1.3 now, each of them Java's.");
        lab.ask("Which of these can be read on the way: the server's name, or its certificate?");
        try (TlsParties parties = new TlsParties(lab)) {
            TlsParty asks = parties.client(client, talker, "TLSv1.3");
            TlsParty answers = parties.server(server, served);
            parties.agree(asks, answers);
            lab.checkWire(
                    "these messages went, in this order",
                    talker,
                    Wire::tls,
                    "client ClientHello, server ServerHello, server ChangeCipherSpec,"
                            + " server EncryptedExtensions, server Certificate,"
                            + " server CertificateVerify, server Finished,"
                            + " client ChangeCipherSpec, client Finished, server NewSessionTicket");
            lab.say("The name stands in the ClientHello as it is; the certificate is encrypted.");
            checkSeen(lab, talker, true, "the name that the client asks for can be read", "yes");
            checkSeen(lab, talker, false, "the certificate with that name cannot be read", "no");
            lab.say(
                    "Then what both have to say. A record has 22 bytes more than its data, and"
                            + " Java's has 16 encrypted zeros, so that its length tells less.");
            boolean said = asks.says("hello\n");
            lab.awaitArrival(talker);
            lab.check("the server reads what the client has sent", "hello\n", answers.hears());
            lab.check("TLS took all of it", said);
            lab.checkWire("44 bytes went for 6", talker, TlsHandshake::lastBytes, "44");
        }
        lab.ladder();
    }

    private static void checkSeen(
            Experiment lab, Fd talker, boolean ofClient, String claim, String expected)
            throws IOException {
        String name = HEX.formatHex(TlsParties.NAME.getBytes(US_ASCII));
        lab.checkWire(
                claim,
                talker,
                packets -> Wire.bytes(packets, ofClient).contains(name) ? "yes" : "no",
                expected);
    }

    private static String lastBytes(List<Step> packets) {
        String bytes = "";
        for (Step step : packets) {
            String words = Wire.words(step);
            boolean data = words.startsWith("client ") && words.endsWith(" bytes");
            if (data)
                bytes = words.substring("client ".length(), words.length() - " bytes".length());
        }
        return bytes;
    }
}

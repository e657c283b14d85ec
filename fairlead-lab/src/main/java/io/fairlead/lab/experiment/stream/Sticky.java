package io.fairlead.lab.experiment.stream;

import io.fairlead.frame.Codec;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Transfer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** TCP keeps bytes in order, and knows of no messages (RFC 9293 section 2.2). */
public final class Sticky implements Lab {
    /** The room of a buffer that is too small for a message. */
    private static final LabParameter RECV_BYTES = new LabParameter("recv-bytes", 4, 1, 11);

    private static final List<String> MESSAGES = List.of("Hello", "Hi", "Bye");

    @Override
    public String name() {
        return "sticky";
    }

    @Override
    public String summary() {
        return "messages run together and fall apart, and three ways to tell them apart";
    }

    @Override
    public String expectation() {
        return "TCP carries a stream of bytes: it keeps their order, and nothing tells where a send"
                + " ended. Three messages come out of one recv, and one message out of three."
                + " A protocol has to say where a message ends: by a fixed size, by a delimiter, or"
                + " by a length in front. Then the reader finds the same messages, however the"
                + " bytes come.";
    }

    @Override
    public List<LabParameter> parameters() {
        return List.of(RECV_BYTES);
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7007, 5);
        Fd talker = client.socket("talker");
        client.connect(talker, listener);
        Fd served = server.accept(listener, "served");
        Stream stream = new Stream(lab, client, talker, server, served);
        together(stream);
        apart(stream);
        lab.say(
                "Fixed size: the reader counts. Each message takes 5 bytes, and short ones are"
                        + " filled up with spaces.");
        framed(stream, "fixed:5", List.of("Hello", "Hi   ", "Bye  "));
        lab.say(
                "Delimiter: the reader searches for the byte that ends a message, here the end of a"
                        + " line. The message itself must not contain it.");
        framed(stream, "lines", MESSAGES);
        lab.say(
                "Length in front: two bytes, the higher one first, say how many follow. The message"
                        + " may contain any byte, and nothing is searched.");
        framed(stream, "length:2", MESSAGES);
        lab.say(
                "The reader needs two things: a buffer that keeps the beginning of a message until"
                        + " the rest has come, and a limit, so that no peer can fill it without"
                        + " end. UDP is otherwise: a datagram is a message.");
    }

    /** A connection, with the client that sends and the server that receives. */
    private record Stream(Experiment lab, Side client, Fd talker, Side server, Fd served) {
        /** Sends bytes, and lets all of them arrive before it receives. */
        byte[] pass(byte[] bytes) throws IOException {
            Transfer.send(client, talker, bytes);
            lab.awaitArrival(talker);
            return Transfer.recv(server, served, 64).bytes();
        }
    }

    private static void together(Stream stream) throws IOException {
        stream.lab.say("The client sends three messages. The server is busy, and reads later.");
        for (String message : MESSAGES) stream.client.send(stream.talker, message);
        stream.lab.awaitArrival(stream.talker);
        stream.lab.sockets();
        stream.lab.ask("Three sends. How much does one recv return?");
        Transfer.Received all = Transfer.recv(stream.server, stream.served, 64);
        stream.lab.check("one recv returned all three", "HelloHiBye", all.text());
        stream.lab.say("How many messages these were, and where each ended, nobody can tell.");
    }

    private static void apart(Stream stream) throws IOException {
        stream.lab.say("The other way round: the buffer of recv is smaller than the message.");
        String message = "Good morning";
        int room = stream.lab.number(RECV_BYTES);
        stream.client.send(stream.talker, message);
        stream.lab.awaitArrival(stream.talker);
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < message.length(); at += room) {
            pieces.add(Transfer.recv(stream.server, stream.served, room).text());
        }
        stream.lab.check(
                String.format(Locale.ROOT, "one send, %d recvs", pieces.size()),
                pieces(message, room),
                pieces);
        stream.lab.say(
                "A large buffer does not help: recv returns what is there, and does not wait for"
                        + " more. A message that is longer than a segment (the MSS) comes in pieces"
                        + " by itself; here the client sends two.");
        stream.client.send(stream.talker, "Good ");
        String first = Transfer.recv(stream.server, stream.served, 64).text();
        stream.client.send(stream.talker, "evening");
        String second = Transfer.recv(stream.server, stream.served, 64).text();
        stream.lab.check("recv did not wait for the rest", "Good ", first);
        stream.lab.check("the rest came with the next recv", "evening", second);
        stream.lab.awaitArrival(stream.talker);
        stream.lab.ladder();
    }

    private static List<String> pieces(String message, int room) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < message.length(); at += room) {
            pieces.add(message.substring(at, Math.min(at + room, message.length())));
        }
        return pieces;
    }

    private static void framed(Stream stream, String name, List<String> messages)
            throws IOException {
        Codec codec = Codec.parse(name);
        byte[] bytes = Framing.encode(codec, messages);
        Framing reader = new Framing(codec);
        List<String> whole = reader.decode(stream.pass(bytes));
        show(stream.server, name, whole);
        stream.lab.check("from one recv: three messages", messages, whole);

        int cut = 8; // in the middle of the second message, or of its length
        List<String> before = reader.decode(stream.pass(Arrays.copyOf(bytes, cut)));
        show(stream.server, name, before);
        byte[] rest = Arrays.copyOfRange(bytes, cut, bytes.length);
        List<String> after = reader.decode(stream.pass(rest));
        show(stream.server, name, after);
        stream.lab.check("cut in two: one message, and a rest", messages.subList(0, 1), before);
        stream.lab.check("then the others", messages.subList(1, 3), after);
        stream.lab.check(
                String.format(
                        Locale.ROOT, "cut at each of the %d places: the same", bytes.length - 1),
                isSameWhereverCut(codec, bytes, messages));
    }

    private static void show(Side server, String name, List<String> messages) {
        String shown = messages.stream().collect(Collectors.joining("\", \"", "\"", "\""));
        server.show("decode(buffer, %s)".formatted(name), messages.size(), shown);
    }

    private static boolean isSameWhereverCut(Codec codec, byte[] bytes, List<String> messages)
            throws IOException {
        for (int cut = 1; cut < bytes.length; cut++) {
            Framing reader = new Framing(codec);
            List<String> all = new ArrayList<>(reader.decode(Arrays.copyOf(bytes, cut)));
            all.addAll(reader.decode(Arrays.copyOfRange(bytes, cut, bytes.length)));
            if (!all.equals(messages)) return false;
        }
        return true;
    }
}

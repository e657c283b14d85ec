package io.fairlead.lab.experiment.datagram;

import io.fairlead.lab.DatagramSide;
import io.fairlead.lab.DatagramSide.Received;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.posix.SocketConstants;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A buffer that is too small for a datagram: MSG_TRUNC of recv(2), udp(7). */
public final class UdpTruncation implements Lab {
    private static final LabParameter RECV_BYTES = new LabParameter("recv-bytes", 5, 1, 11);
    private static final String LONG = "hello, world";
    private static final int PEEK = SocketConstants.MSG_PEEK | SocketConstants.MSG_TRUNC;

    @Override
    public String name() {
        return "udp-truncation";
    }

    @Override
    public String summary() {
        return "one recv, one datagram: what does not fit into the buffer is gone";
    }

    @Override
    public String expectation() {
        return "UDP keeps the borders of messages: each recv takes one whole datagram from the"
                + " queue. What is longer than the buffer is cut off and lost, and recv says"
                + " nothing of it; recvmsg does, by the flag MSG_TRUNC. An empty datagram is a"
                + " datagram like others: recv returns 0, and that is no end.";
    }

    @Override
    public List<LabParameter> parameters() {
        return List.of(RECV_BYTES);
    }

    @Override
    public void run(Experiment lab) throws IOException {
        DatagramSide server = new DatagramSide(lab.side("server"));
        DatagramSide client = new DatagramSide(lab.side("client"));
        Fd receiver = server.receiving("receiver", 7007);
        Fd sender = client.socket("sender");
        cut(lab, client, server, sender, receiver);
        noticed(lab, client, server, sender, receiver);
        empty(lab, client, server, sender, receiver);
    }

    private static void cut(
            Experiment lab, DatagramSide client, DatagramSide server, Fd sender, Fd receiver)
            throws IOException {
        int room = lab.number(RECV_BYTES);
        lab.say(
                String.format(
                        Locale.ROOT,
                        "Two datagrams go. The buffer has room for %d bytes, and the first has %d.",
                        room,
                        LONG.length()));
        client.sendto(sender, LONG, receiver);
        client.sendto(sender, "bye", receiver);
        lab.checkPackets("each call sent a packet", "client UDP", "client UDP");
        lab.ask("The first recv takes a part of the first datagram. What does the next recv take?");
        Received first = server.recv(receiver, room, 0);
        lab.check("recv returns what fitted, no error", room, first.result());
        lab.check("it is the beginning", LONG.substring(0, room), first.text());
        Received second = server.recv(receiver, room, 0);
        String next = "bye".substring(0, Math.min(room, 3));
        lab.check("the next recv takes the next datagram, not the rest", next, second.text());
        String rest = LONG.substring(room, Math.min(2 * room, LONG.length()));
        lab.say(
                String.format(
                        Locale.ROOT,
                        "The wire had all %d bytes; the last %d are nowhere now. Of a TCP"
                                + " connection, which is a stream of bytes, the second recv would"
                                + " have given \"%s\".",
                        LONG.length(),
                        LONG.length() - room,
                        rest));
    }

    private static void noticed(
            Experiment lab, DatagramSide client, DatagramSide server, Fd sender, Fd receiver)
            throws IOException {
        lab.say("How to notice: recvmsg sets MSG_TRUNC in the flags that it gives back.");
        client.sendto(sender, "hello, world", receiver);
        client.sendto(sender, "bye", receiver);
        lab.check("cut: the flag is set", server.recvmsg(receiver, 5).truncated());
        lab.check("whole: it is not", !server.recvmsg(receiver, 5).truncated());

        lab.say(
                "Or recv is given MSG_TRUNC: then Linux returns the real length, though no more is"
                        + " in the buffer. With MSG_PEEK as well the datagram stays in the queue.");
        client.sendto(sender, "hello, world", receiver);
        Received asked = server.recv(receiver, 0, PEEK);
        lab.check("the length is known before", 12, asked.result());
        Received whole = server.recv(receiver, asked.result(), 0);
        lab.check("and the buffer is large enough", "hello, world", whole.text());
        lab.say(
                "Most programs have a buffer for the largest datagram of their protocol and one"
                        + " byte more, and take a full buffer for an error. Over IPv4 none has more"
                        + " than 65,507 bytes.");
    }

    private static void empty(
            Experiment lab, DatagramSide client, DatagramSide server, Fd sender, Fd receiver)
            throws IOException {
        lab.say("A datagram may be empty. It takes a packet, and a call to receive it.");
        client.sendto(sender, "", receiver);
        client.sendto(sender, "more", receiver);
        lab.check("recv returns 0", 0, server.recv(receiver, 1024, 0).result());
        lab.check("it was not the end", "more", server.recv(receiver, 1024, 0).text());
        lab.say(
                "A loop that ends when recv returns 0, as is right for TCP, can be ended from"
                        + " outside here, by anybody with one packet.");
        lab.ladder();
    }
}

package io.fairlead.lab.experiment.datagram;

import io.fairlead.lab.DatagramSide;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Part;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.posix.SocketConstants;
import java.io.IOException;
import java.util.List;

/** The same conversation over TCP and over UDP: tcp(7), udp(7). */
public final class UdpBesideTcp implements Lab {
    private static final List<String> MESSAGES = List.of("one", "two", "three");

    @Override
    public String name() {
        return "udp-beside-tcp";
    }

    @Override
    public String summary() {
        return "the same three messages over TCP and over UDP, side by side";
    }

    @Override
    public String expectation() {
        return "TCP is like a telephone call: it begins, it ends, and what is said arrives in"
                + " order, as a stream of bytes. UDP is like letters: each datagram goes by itself,"
                + " keeps its borders, and may get lost without a word. A TCP server and a UDP"
                + " server can have the same port number: the protocols have ports of their own.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        DatagramSide datagrams = new DatagramSide(server);
        Fd listener = server.listening("listener", 7007, 5);
        Fd receiver = datagrams.receiving("receiver", 7007);
        lab.check("the UDP server binds beside the TCP server", receiver.local() != null);
        Fd talker = client.socket("talker");
        Fd sender = new DatagramSide(client).socket("sender");
        lab.say("TCP: a connection has to be made first.");
        client.connect(talker, listener);
        lab.checkPackets("that takes three packets", "client SYN", "server SYN ACK", "client ACK");
        Fd served = server.accept(listener, "served");
        overTcp(lab, client, server, talker, served);
        lab.say("UDP: the client sends at once, and the server gets whatever comes.");
        overUdp(lab, client, server, sender, receiver);
        end(lab, client, server, new Sockets(talker, served, sender, receiver));
        nobody(lab, client, server, listener, receiver);
        table(lab);
    }

    private record Sockets(Fd talker, Fd served, Fd sender, Fd receiver) {}

    private static void overTcp(Experiment lab, Side client, Side server, Fd talker, Fd served)
            throws IOException {
        for (String message : MESSAGES) client.send(talker, message);
        lab.awaitArrival(talker);
        lab.ask("Three sends over TCP. How much does one recv return?");
        lab.check("one recv returns all three: a stream", 11, server.recv(served, 64));
        lab.check("the server answers on the same connection", 2, server.send(served, "ok"));
        lab.check("the client gets it", 2, client.recv(talker, 64));
        lab.awaitArrival(served);
    }

    private static void overUdp(Experiment lab, Side client, Side server, Fd sender, Fd receiver)
            throws IOException {
        DatagramSide sends = new DatagramSide(client);
        DatagramSide receives = new DatagramSide(server);
        for (String message : MESSAGES) sends.sendto(sender, message, receiver);
        lab.ask("Three sendtos over UDP. How much does one recv return?");
        for (String message : MESSAGES) {
            String text = receives.recv(receiver, 64, 0).text();
            lab.check("one recv returns one datagram: " + message, message, text);
        }
        receives.sendto(receiver, "ok", sender);
        lab.check("the answer is another datagram", "ok", sends.recv(sender, 64, 0).text());
        lab.checkPacket("a datagram is one packet, without an ACK", "client UDP");
    }

    private static void end(Experiment lab, Side client, Side server, Sockets sockets)
            throws IOException {
        lab.say("The clients close.");
        client.close(sockets.talker);
        lab.check("TCP: the server is told of the end", 0, server.recv(sockets.served, 64));
        client.close(sockets.sender);
        int flags = SocketConstants.MSG_DONTWAIT;
        int nothing = new DatagramSide(server).recv(sockets.receiver, 64, flags).result();
        lab.checkErrno("UDP: nobody is told", Errno.EAGAIN, nothing);
        lab.ladder();
    }

    private static void nobody(Experiment lab, Side client, Side server, Fd listener, Fd receiver)
            throws IOException {
        lab.say("The servers end. New clients come.");
        server.close(listener);
        server.close(receiver);
        Fd late = client.socket("late");
        int refused = client.connect(late, listener);
        lab.checkErrno("TCP: connect fails", Errno.ECONNREFUSED, refused);
        DatagramSide datagrams = new DatagramSide(client);
        Fd blind = datagrams.socket("blind");
        int sent = datagrams.sendto(blind, "anybody?", receiver);
        lab.check("UDP: sendto succeeds (see the lab udp-unreachable)", 8, sent);
    }

    private static void table(Experiment lab) {
        lab.add(
                new Part.Table(
                        List.of("", "TCP", "UDP"),
                        List.of(
                                List.of("begin", "connect, accept: three packets", "nothing"),
                                List.of("one recv gives", "bytes of any sends", "one datagram"),
                                List.of("lost on the way", "is sent again", "is gone"),
                                List.of("order", "is kept", "is not promised"),
                                List.of("a slow reader", "slows its peer down", "loses datagrams"),
                                List.of("the end", "FIN: recv returns 0", "nobody is told"),
                                List.of("a server's sockets", "one for each client", "one"))));
    }
}

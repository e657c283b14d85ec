package io.fairlead.lab.experiment.datagram;

import io.fairlead.lab.DatagramSide;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.posix.InetConstants;
import io.fairlead.posix.Poll;
import io.fairlead.posix.SocketConstants;
import java.io.IOException;

/** Datagrams to a port that nobody has: ICMP port unreachable (RFC 1122 section 4.1.3.1). */
public final class UdpUnreachable implements Lab {
    @Override
    public String name() {
        return "udp-unreachable";
    }

    @Override
    public String summary() {
        return "a datagram to a closed port: send succeeds, a later call is refused";
    }

    @Override
    public String expectation() {
        return "A datagram goes to a port that no socket has: send succeeds, since nothing is asked"
                + " before. The other kernel answers with ICMP port unreachable. A connected socket"
                + " hears of it at its next call, which fails with ECONNREFUSED; one that is not"
                + " connected hears nothing, unless it asks for that (IP_RECVERR).";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        lab.say("The server has had a port, and is gone.");
        Fd gone = new DatagramSide(server).receiving("gone", 7007);
        server.close(gone);
        connected(lab, client, gone);
        unconnected(lab, client, gone);
    }

    private static void connected(Experiment lab, Side client, Fd gone) throws IOException {
        lab.say("connect on a datagram socket sends nothing: it only notes who the peer is.");
        DatagramSide datagrams = new DatagramSide(client);
        Fd talker = datagrams.socket("talker");
        lab.check("connect succeeds", 0, client.connect(talker, gone));
        lab.checkPackets("nothing went");
        lab.ask("Nobody has the port. Does send fail?");
        lab.check("send succeeds, too", 6, client.send(talker, "hello\n"));
        lab.checkPackets("ICMP is the answer", "client UDP", "server ICMP");
        lab.checkErrno("recv tells of it", Errno.ECONNREFUSED, client.recv(talker, 1024));
        lab.say("The error was told once, and is forgotten. The next send goes out as the first.");
        lab.check("send succeeds again", 6, client.send(talker, "hello\n"));
        lab.checkPackets("a datagram and its ICMP answer, as before", "client UDP", "server ICMP");
        lab.check("an error waits", Poll.POLLERR, datagrams.pollError(talker));
        lab.checkErrno(
                "the next call is a send: now this fails",
                Errno.ECONNREFUSED,
                client.send(talker, "hello\n"));
        lab.checkPackets("it has sent nothing");
        lab.ladder();
        lab.say(
                "So a send that fails may speak of the one before, and only every second datagram"
                        + " seems to go. A client that gets no answer must count on both: an error"
                        + " here, and silence where ICMP is filtered.");
    }

    private static void unconnected(Experiment lab, Side client, Fd gone) throws IOException {
        lab.say(
                "A socket that is not connected may send to many. Of which of them an error speaks,"
                        + " it could not tell: so it is told nothing.");
        DatagramSide datagrams = new DatagramSide(client);
        Fd loner = datagrams.socket("loner");
        lab.check("sendto succeeds", 6, datagrams.sendto(loner, "hello\n", gone));
        lab.checkPackets("ICMP came as before", "client UDP", "server ICMP");
        lab.checkErrno(
                "recv has nothing to tell",
                Errno.EAGAIN,
                datagrams.recv(loner, 1024, SocketConstants.MSG_DONTWAIT).result());
        lab.check("sendto succeeds again", 6, datagrams.sendto(loner, "hello\n", gone));
        lab.checkPackets("and again", "client UDP", "server ICMP");
        lab.ladder();

        lab.say("With IP_RECVERR it is told, and finds the address in MSG_ERRQUEUE, ip(7).");
        int level = InetConstants.IPPROTO_IP;
        client.show(
                "setsockopt(loner, IPPROTO_IP, IP_RECVERR, 1)",
                client.sockets().setsockopt(loner.number(), level, InetConstants.IP_RECVERR, 1));
        lab.check("sendto succeeds", 6, datagrams.sendto(loner, "hello\n", gone));
        lab.checkErrno("recv fails", Errno.ECONNREFUSED, client.recv(loner, 1024));
    }
}

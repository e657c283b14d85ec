package io.fairlead.lab.experiment.life;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.Nonblocking;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Connected;
import io.fairlead.lab.experiment.Deafness;
import io.fairlead.lab.experiment.TcpOption;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.posix.SocketConstants;
import io.fairlead.stat.SocketState;
import java.io.IOException;
import java.util.List;

/** A peer that is gone without a FIN: SO_KEEPALIVE, TCP_USER_TIMEOUT of tcp(7), RFC 9293 3.8.4. */
public final class Vanished implements Lab {
    private static final LabParameter PROBES = new LabParameter("probes", 1, 1, 9);
    private static final int PATIENCE_MS = 20_000;
    private static final int USER_TIMEOUT_MS = 500;

    @Override
    public String name() {
        return "keepalive";
    }

    @Override
    public String summary() {
        return "a peer that vanished: keep-alive asks, TCP_USER_TIMEOUT gives up";
    }

    @Override
    public String expectation() {
        return "A machine that loses its power sends no FIN. The other end stays in ESTABLISHED,"
                + " and a server that only waits for input waits for ever. SO_KEEPALIVE lets its"
                + " kernel ask now and then, and end the connection with ETIMEDOUT when nobody"
                + " answers; for bytes that nobody acknowledges TCP_USER_TIMEOUT sets the time.";
    }

    @Override
    public List<LabParameter> parameters() {
        return List.of(PROBES);
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7007, 5);
        Connected pair = Connected.between(client, "talker", server, "served", listener);
        vanish(lab, client, server, pair);
        keepAlive(lab, server, pair);
        comesBack(lab, client, pair);
        sending(lab, client, server, listener);
        lab.say(
                "By default Linux asks after two hours (tcp_keepalive_time), and only where"
                        + " SO_KEEPALIVE is set. Fairlead's servers set it, with shorter times; an"
                        + " idle timeout in the program does more, as it also ends peers that are"
                        + " there and silent.");
    }

    private static void vanish(Experiment lab, Side client, Side server, Connected pair)
            throws IOException {
        lab.say(
                "The client vanishes: a filter drops whatever comes to it, so nothing is answered."
                        + " (The packets are on the wire, so the drawing shows them as arrived.)");
        lab.checkPacket("the connection is up", "client ACK");
        Deafness.begin(client, pair.talker());
        lab.checkPackets("nothing tells the server");
        lab.checkState(
                "the server's end stays in ESTABLISHED", SocketState.ESTABLISHED, pair.served());
        Nonblocking calls = new Nonblocking(server);
        lab.check("and nothing is to be read", 0, calls.poll(pair.served(), Poll.POLLIN, 100));
    }

    private static void keepAlive(Experiment lab, Side server, Connected pair) throws IOException {
        int probes = lab.number(PROBES);
        lab.say(
                "Keep-alive, quickly: ask after 1 second of silence, "
                        + (probes == 1 ? "once" : probes + " times")
                        + ", and wait 1 second each time.");
        Fd served = pair.served();
        TcpOption.TCP_KEEPIDLE.set(server, served, 1);
        TcpOption.TCP_KEEPINTVL.set(server, served, 1);
        TcpOption.TCP_KEEPCNT.set(server, served, probes);
        server.setsockopt(served, "SO_KEEPALIVE", SocketConstants.SO_KEEPALIVE, 1);
        lab.ask("Nobody answers the probe. What does the waiting server get?");
        Nonblocking calls = new Nonblocking(server);
        int ready = calls.poll(served, Poll.POLLIN, PATIENCE_MS);
        lab.check("poll returns: there is an error", (ready & Poll.POLLERR) != 0);
        lab.checkMark("the kernel has asked", "server keep-alive");
        lab.checkErrno("recv says that nobody answered", Errno.ETIMEDOUT, server.recv(served, 64));
        lab.checkState("the server's end is gone", SocketState.CLOSED, served);
        lab.checkState(
                "the client's kernel knows nothing of it", SocketState.ESTABLISHED, pair.talker());
    }

    private static void comesBack(Experiment lab, Side client, Connected pair) throws IOException {
        lab.say("The client comes back (a cable that was plugged in again), and sends.");
        Deafness.end(client, pair.talker());
        lab.check("send succeeds", 6, client.send(pair.talker(), "hello\n"));
        lab.checkPacket("the server knows of no such connection: RST", "server RST");
        lab.checkErrno("recv tells", Errno.ECONNRESET, client.recv(pair.talker(), 64));
        lab.ladder();
    }

    private static void sending(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say(
                "A server that sends to a vanished client. Its kernel repeats the bytes for about a"
                        + " quarter of an hour (tcp_retries2), before send or recv fails."
                        + " TCP_USER_TIMEOUT of 500 ms shortens that.");
        Connected pair = Connected.between(client, "lost", server, "sender", listener);
        TcpOption.TCP_USER_TIMEOUT.set(server, pair.served(), USER_TIMEOUT_MS);
        Deafness.begin(client, pair.talker());
        lab.check("send succeeds", 6, server.send(pair.served(), "news!\n"));
        Nonblocking calls = new Nonblocking(server);
        int ready = calls.poll(pair.served(), Poll.POLLIN, 10_000);
        lab.check("poll returns: there is an error", (ready & Poll.POLLERR) != 0);
        lab.checkErrno("recv says why", Errno.ETIMEDOUT, server.recv(pair.served(), 64));
        lab.checkMark("the bytes were sent again", "server retransmission");
    }
}

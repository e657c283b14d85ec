package io.fairlead.lab.experiment.life;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.stat.SocketState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;

/** What TIME_WAIT keeps from being bound, and the ways out (RFC 9293 section 3.6.1, ip(7)). */
public final class TimeWait implements Lab {
    // Each part leaves its port in TIME_WAIT: so none takes the port of another, or of other labs.
    private static final int PLAIN_PORT = 7101;
    private static final int REUSED_PORT = 7102;
    private static final int FREE_PORT = 7103;
    private static final int CLIENT_PORT = 7104;

    @Override
    public String name() {
        return "time-wait";
    }

    @Override
    public String summary() {
        return "EADDRINUSE after a restart: the port is still in TIME_WAIT, and the ways out";
    }

    @Override
    public String expectation() {
        return "A server closes its connections first, ends, and is started again: bind fails with"
                + " EADDRINUSE, though no process has the port, for one of those connections is in"
                + " TIME_WAIT for a minute. SO_REUSEADDR cures that, if the server before had set"
                + " it, too. Or the client closes first, and is the one to wait: that does no harm"
                + " as long as the kernel chooses its port.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        plain(lab, client, server);
        reuse(lab, client, server);
        clientFirst(lab, client, server);
        fixedClient(lab, client, server);
        lab.say(
                "The minute is fixed in the kernel: no sysctl shortens it (tcp_fin_timeout is about"
                        + " FIN_WAIT2). Windows waits for 2 to 4 minutes (TcpTimedWaitDelay),"
                        + " and its"
                        + " SO_REUSEADDR means something else: two programs may share a port. See"
                        + " fairlead explain EADDRINUSE, fairlead explain"
                        + " TIME_WAIT, and socket(7) for SO_REUSEADDR.");
    }

    private static void plain(Experiment lab, Side client, Side server) throws IOException {
        lab.say("A server without SO_REUSEADDR closes first, and ends.");
        Fd listener = server.socket("listener");
        server.bind(listener, PLAIN_PORT);
        server.listen(listener, 5);
        InetSocketAddress address = serverFirst(lab, client, server, listener, "served");
        lab.say("No process has the port. The kernel has:");
        lab.sockets();
        lab.ladder();

        lab.ask("The server is started again. No process has the port: does bind succeed?");
        lab.say("It is started again, within the minute.");
        Fd again = server.socket("again");
        lab.checkErrno("bind fails", Errno.EADDRINUSE, server.bind(again, address));
        lab.say("SO_REUSEADDR now is too late: both must have it, this one and who was before.");
        server.reuseAddress(again);
        lab.checkErrno("bind fails again", Errno.EADDRINUSE, server.bind(again, address));
        server.close(again);
    }

    /** A connection that the server closes first; then it closes the listener, too. */
    private static InetSocketAddress serverFirst(
            Experiment lab, Side client, Side server, Fd listener, String named)
            throws IOException {
        Fd talker = client.socket("talker");
        client.connect(talker, listener);
        Fd served = server.accept(listener, named);
        server.close(served);
        client.recv(talker, 1024);
        client.close(talker);
        server.close(listener);
        lab.checkState("the server's end is in TIME_WAIT", SocketState.TIME_WAIT, served);
        return Objects.requireNonNull(listener.local());
    }

    private static void reuse(Experiment lab, Side client, Side server) throws IOException {
        lab.say(
                "First way out: each server sets SO_REUSEADDR before bind, always. It says that"
                        + " an address in TIME_WAIT may be bound again; two that listen there at"
                        + " once are refused as ever.");
        Fd listener = server.listening("careful", REUSED_PORT, 5);
        InetSocketAddress address = serverFirst(lab, client, server, listener, "attended");
        Fd again = server.socket("restarted");
        server.reuseAddress(again);
        lab.check("bind succeeds, beside TIME_WAIT", 0, server.bind(again, address));
        lab.check("and so does listen", 0, server.listen(again, 5));
        Fd next = client.socket("next");
        lab.check("clients get in", 0, client.connect(next, again));
        lab.sockets();
        Fd second = server.socket("second");
        server.reuseAddress(second);
        lab.checkErrno("not beside a listener", Errno.EADDRINUSE, server.bind(second, address));
    }

    private static void clientFirst(Experiment lab, Side client, Side server) throws IOException {
        lab.say(
                "Second way out: the protocol lets the client close first. TIME_WAIT is then at the"
                        + " client's port, and the server's is free without any option.");
        Fd listener = server.socket("polite");
        server.bind(listener, FREE_PORT);
        server.listen(listener, 5);
        Fd leaver = client.socket("leaver");
        client.connect(leaver, listener);
        Fd served = server.accept(listener, "left");
        client.close(leaver);
        lab.check("the server is told of the end", 0, server.recv(served, 1024));
        server.close(served);
        server.close(listener);
        lab.checkState("the client's end is in TIME_WAIT", SocketState.TIME_WAIT, leaver);
        lab.checkState("the server's end is gone", SocketState.CLOSED, served);
        Fd again = server.socket("reborn");
        InetSocketAddress address = Objects.requireNonNull(listener.local());
        lab.check("bind succeeds, without SO_REUSEADDR", 0, server.bind(again, address));
        lab.check("and so does listen", 0, server.listen(again, 5));
    }

    private static void fixedClient(Experiment lab, Side client, Side server) throws IOException {
        lab.say("A client that wants a port of its own choice has the same trouble.");
        Fd listener = server.listening("waiting", 7007, 5);
        Fd fixed = client.socket("fixed");
        client.bind(fixed, CLIENT_PORT);
        client.connect(fixed, listener);
        Fd served = server.accept(listener, "visited");
        client.close(fixed);
        lab.check("the server is told of the end", 0, server.recv(served, 1024));
        server.close(served);
        lab.checkState("the client's end is in TIME_WAIT", SocketState.TIME_WAIT, fixed);
        Fd again = client.socket("again");
        InetSocketAddress address = Objects.requireNonNull(fixed.local());
        lab.checkErrno("bind fails", Errno.EADDRINUSE, client.bind(again, address));
        lab.say("Third way out: no bind at all. connect takes a port that is free (ephemeral).");
        Fd ephemeral = client.socket("ephemeral");
        lab.check("connect succeeds", 0, client.connect(ephemeral, listener));
        lab.check("from another port", !address.equals(ephemeral.local()));
        lab.sockets();
    }
}

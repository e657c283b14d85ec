package io.fairlead.lab.experiment.life;

import io.fairlead.lab.Bulk;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.Nonblocking;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Connected;
import io.fairlead.posix.Errno;
import io.fairlead.posix.SocketConstants;
import io.fairlead.stat.SocketState;
import java.io.IOException;
import java.util.List;

/** What close does with bytes that are not sent yet: SO_LINGER of socket(7). */
public final class CloseUnsent implements Lab {
    private static final LabParameter SECONDS = new LabParameter("seconds", 1, 1, 10);
    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int PIECE_BYTES = 4096;
    private static final int BLOCK_BYTES = 1024 * 1024;

    @Override
    public String name() {
        return "linger";
    }

    @Override
    public String summary() {
        return "close with bytes not sent yet: in the background, thrown away, or waited for";
    }

    @Override
    public String expectation() {
        return "close returns at once, and the kernel sends what is left in the background: nobody"
                + " tells the program whether it arrived. With SO_LINGER of 0 seconds it throws"
                + " the rest away and resets. With more seconds close waits until all is"
                + " acknowledged"
                + " or the time is over, and returns 0 in either case.";
    }

    @Override
    public List<LabParameter> parameters() {
        return List.of(SECONDS);
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.socket("listener");
        server.reuseAddress(listener);
        server.bind(listener, 7007);
        server.setsockopt(listener, "SO_RCVBUF", SocketConstants.SO_RCVBUF, BUFFER_BYTES);
        server.listen(listener, 5);
        background(lab, client, server, listener);
        thrownAway(lab, client, server, listener);
        waited(lab, client, server, listener);
        lab.say(
                "None of the three tells that the peer's program has read everything: only the peer"
                        + " can, by an answer. The sure way is shutdown(SHUT_WR), then recv"
                        + " until 0,"
                        + " then close. SO_LINGER waits on a socket with O_NONBLOCK, too, which"
                        + " stops a loop that serves many.");
    }

    /** A connection whose client has filled both buffers, as the server does not read. */
    private static Sending sending(Experiment lab, Side client, Side server, Fd listener, String n)
            throws IOException {
        Fd writer = client.socket(n);
        client.setsockopt(writer, "SO_SNDBUF", SocketConstants.SO_SNDBUF, BUFFER_BYTES);
        client.connect(writer, listener);
        Fd reader = server.accept(listener, n + " reader");
        new Nonblocking(client).setNonblocking(writer);
        Bulk bulk = new Bulk(client, BLOCK_BYTES);
        long sent = Math.max(0, bulk.send(writer, 0, BLOCK_BYTES));
        lab.checkKernel("bytes wait in the client's kernel", writer, s -> s.queues().send() > 0);
        return new Sending(new Connected(writer, reader), sent);
    }

    private record Sending(Connected pair, long sent) {}

    private static void background(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say("Without SO_LINGER. The server does not read yet.");
        Sending sending = sending(lab, client, server, listener, "plain");
        Fd writer = sending.pair.talker();
        lab.check("close returns at once", 0, client.close(writer));
        lab.checkState(
                "the kernel still has the connection, its FIN waits behind the bytes",
                SocketState.FIN_WAIT1,
                writer);
        lab.sockets();
        lab.say("The server reads now. The client's program could have ended long ago.");
        long came = new Bulk(server, 0).recvToEnd(sending.pair.served());
        lab.check("every byte arrives", sending.sent, came);
    }

    private static void thrownAway(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say("SO_LINGER of 0 seconds.");
        Sending sending = sending(lab, client, server, listener, "hasty");
        client.linger(sending.pair.talker(), 0);
        lab.check("close returns at once", 0, client.close(sending.pair.talker()));
        lab.checkMark("RST goes instead of FIN", "client reset");
        lab.checkState(
                "the client's end is gone, without TIME_WAIT",
                SocketState.CLOSED,
                sending.pair.talker());
        Fd reader = sending.pair.served();
        Side quiet = server.quiet();
        long came = 0;
        int result = quiet.recv(reader, PIECE_BYTES);
        while (result > 0) {
            came += result;
            result = quiet.recv(reader, PIECE_BYTES);
        }
        server.show("recv(%s, ...), again and again".formatted(reader), result);
        lab.checkErrno(
                "the server can read what had arrived, then recv fails", Errno.ECONNRESET, result);
        lab.check("the rest is lost: send had taken more than came", came < sending.sent);
    }

    private static void waited(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        int seconds = lab.number(SECONDS);
        String time = seconds == 1 ? "1 second" : seconds + " seconds";
        lab.ask("SO_LINGER of " + time + ", and the server never reads. What does close return?");
        lab.say("SO_LINGER of " + time + ", and the server does not read.");
        Sending sending = sending(lab, client, server, listener, "patient");
        Fd writer = sending.pair.talker();
        client.linger(writer, seconds);
        long start = System.nanoTime();
        int closed = client.close(writer);
        long tenths = (System.nanoTime() - start) / 100_000_000;
        lab.check("close has waited for that long", tenths >= 10 * seconds - 1);
        lab.check("and returns 0, although nothing more was acknowledged", 0, closed);
        lab.checkState("the kernel goes on in the background", SocketState.FIN_WAIT1, writer);
        long came = new Bulk(server, 0).recvToEnd(sending.pair.served());
        lab.check("here the server reads at last: every byte arrives", sending.sent, came);
    }
}

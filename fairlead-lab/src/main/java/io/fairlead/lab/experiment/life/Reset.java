package io.fairlead.lab.experiment.life;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.stat.SocketState;
import java.io.IOException;

/** How a TCP connection breaks off: RST (RFC 9293 section 3.5.2, RFC 2525 section 2.17). */
public final class Reset implements Lab {
    @Override
    public String name() {
        return "reset";
    }

    @Override
    public String summary() {
        return "ECONNRESET and EPIPE: three ways to break a connection off";
    }

    @Override
    public String expectation() {
        return "A connection is broken off by RST instead of FIN: by who closes with bytes unread,"
                + " by who closes with SO_LINGER of 0 seconds, and in answer to bytes for a socket"
                + " that is closed. The other end learns of it at its next call: ECONNRESET, once;"
                + " what it sends after that fails with EPIPE. Nobody waits in TIME_WAIT.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7007, 5);
        unread(lab, client, server, listener);
        linger(lab, client, server, listener);
        tooLate(lab, client, server, listener);
    }

    private static void unread(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say("The server reads a part of what came, and closes: RST says the rest is lost.");
        Fd talker = client.socket("talker");
        client.connect(talker, listener);
        Fd served = server.accept(listener, "served");
        client.send(talker, "hello\nworld\n");
        server.recv(served, 6);
        lab.sockets();
        lab.ask("The server closes with 6 bytes unread. Does the client get a FIN?");
        server.close(served);
        lab.checkPacket("RST instead of FIN", "server RST ACK");
        lab.checkErrno("recv fails", Errno.ECONNRESET, client.recv(talker, 1024));
        lab.check("the error is told once: then recv is at the end", 0, client.recv(talker, 1024));
        lab.checkErrno("send fails", Errno.EPIPE, client.send(talker, "more\n"));
        lab.checkState("nobody waits: the client's end", SocketState.CLOSED, talker);
        lab.checkState("nor the server's", SocketState.CLOSED, served);
        lab.ladder();
    }

    private static void linger(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say("With SO_LINGER of 0 seconds close breaks off, whatever was sent or read.");
        Fd hasty = client.socket("hasty");
        client.connect(hasty, listener);
        Fd patient = server.accept(listener, "patient");
        client.linger(hasty, 0);
        client.close(hasty);
        lab.checkPacket("RST instead of FIN", "client RST ACK");
        lab.checkErrno("the server's recv fails", Errno.ECONNRESET, server.recv(patient, 1024));
        lab.checkState("who closed first does not wait", SocketState.CLOSED, hasty);
        lab.ladder();
    }

    private static void tooLate(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say(
                "The server has closed in order, with FIN. FIN means only that it sends no more, so"
                        + " the client may send; but nobody is left to read that.");
        Fd writer = client.socket("writer");
        client.connect(writer, listener);
        Fd gone = server.accept(listener, "gone");
        server.close(gone);
        lab.checkState("the client knows of the FIN", SocketState.CLOSE_WAIT, writer);
        lab.ask("Nobody is left to read. Does the client's send fail?");
        lab.check("the first send succeeds", 5, client.send(writer, "one.\n"));
        lab.checkPacket("RST is the answer", "server RST");
        lab.checkState("it ends the connection", SocketState.CLOSED, writer);
        lab.checkErrno("the second send fails", Errno.EPIPE, client.send(writer, "two.\n"));
        lab.ladder();
    }
}

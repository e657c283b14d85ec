package io.fairlead.lab.experiment.life;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.stat.SocketState;
import java.io.IOException;

/** A client that is gone before accept: ECONNABORTED of accept(2). */
public final class Aborted implements Lab {
    @Override
    public String name() {
        return "aborted";
    }

    @Override
    public String summary() {
        return "a client that breaks off before accept: ECONNABORTED, and what Linux does";
    }

    @Override
    public String expectation() {
        return "A client connects, and breaks the connection off before the server calls accept."
                + " POSIX lets accept fail with ECONNABORTED, and BSD and Windows do so in their"
                + " ways. Linux gives the dead connection to the program: accept succeeds, and the"
                + " first recv tells. A server takes neither for an end of its own.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7007, 5);
        lab.say("A client connects, and closes with SO_LINGER of 0 seconds: RST.");
        Fd hasty = client.socket("hasty");
        client.connect(hasty, listener);
        client.linger(hasty, 0);
        client.close(hasty);
        lab.checkPacket("the connection is broken off", "client RST ACK");
        lab.checkState("the client's end is gone", SocketState.CLOSED, hasty);
        lab.checkKernel(
                "it is still in the listener's queue",
                listener,
                socket -> socket.queues().receive() == 1);
        lab.ask("The server accepts now. Does accept fail?");
        Fd dead = server.accept(listener, "dead");
        lab.check("on Linux accept succeeds", dead.number() >= 0);
        lab.check("and gives the client's address", hasty.local() + "", dead.remote() + "");
        int peer = server.sockets().getpeername(dead.number(), new SockaddrStorage());
        server.show("getpeername(dead)", peer);
        lab.checkErrno("but the socket has no peer any more", Errno.ENOTCONN, peer);
        lab.checkErrno("recv tells what happened", Errno.ECONNRESET, server.recv(dead, 64));
        lab.check("once: then it is at its end", 0, server.recv(dead, 64));
        server.close(dead);
        finished(lab, client, server, listener);
        lab.ladder();
        lab.say(
                "So a server's accept loop goes on after ECONNABORTED, as after EINTR, and expects"
                        + " that any call on a new connection may fail. On Windows it is the error"
                        + " WSAECONNRESET, 10054, of accept; WSAECONNABORTED, 10053, is what"
                        + " a later send or recv says there.");
    }

    private static void finished(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say("The other way to go: a client that sends, closes in order, and is gone, too.");
        Fd brief = client.socket("brief");
        client.connect(brief, listener);
        client.send(brief, "hello");
        client.close(brief);
        lab.checkState("the client waits in FIN_WAIT2", SocketState.FIN_WAIT2, brief);
        Fd late = server.accept(listener, "late");
        lab.check("accept succeeds", late.number() >= 0);
        lab.check("what it sent is there", 5, server.recv(late, 64));
        lab.check("and so is the end", 0, server.recv(late, 64));
        server.close(late);
    }
}

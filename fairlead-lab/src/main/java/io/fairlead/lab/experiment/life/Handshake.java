package io.fairlead.lab.experiment.life;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.stat.SocketState;
import java.io.IOException;

/** How a TCP connection begins: SYN, SYN ACK, ACK (RFC 9293 section 3.5). */
public final class Handshake implements Lab {
    @Override
    public String name() {
        return "handshake";
    }

    @Override
    public String summary() {
        return "how a connection begins: three packets, before anybody accepts";
    }

    @Override
    public String expectation() {
        return "A client connects to a server that listens, and the two kernels exchange SYN, SYN"
                + " ACK and ACK. The connection is up at both ends before the server's program has"
                + " called accept, which sends nothing: it only takes from the queue what the"
                + " kernel has made.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        lab.say("The server makes a socket, gives it an address, and listens.");
        Fd listener = server.listening("listener", 7007, 5);
        lab.checkState("the listener is in LISTEN", SocketState.LISTEN, listener);
        lab.checkPackets("listening sends nothing");

        lab.ask("The server listens and does not call accept. Does the client's connect return?");
        lab.say("The client connects. The server's program does nothing at all.");
        Fd talker = client.socket("talker");
        int connected = client.connect(talker, listener);
        lab.check("connect returns 0, though nobody has called accept", 0, connected);
        lab.checkPackets(
                "three packets went, no more", "client SYN", "server SYN ACK", "client ACK");
        lab.checkState("the client is in ESTABLISHED", SocketState.ESTABLISHED, talker);
        lab.say("The server's end is up, too, and waits in the backlog of the listener.");
        lab.sockets();

        lab.say("Now the server's program takes it.");
        Fd served = server.accept(listener, "served");
        lab.checkPackets("accept sends nothing");
        lab.checkState("what it got is in ESTABLISHED", SocketState.ESTABLISHED, served);
        lab.check(
                "it has the client's address as its peer",
                talker.local() + "",
                served.remote() + "");
        lab.sockets();
        lab.ladder();
    }
}

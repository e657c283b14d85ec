package io.fairlead.lab.experiment.life;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.stat.SocketState;
import java.io.IOException;

/** How a TCP connection ends: each direction by itself (RFC 9293 section 3.6). */
public final class Close implements Lab {
    @Override
    public String name() {
        return "close";
    }

    @Override
    public String summary() {
        return "how a connection ends: each direction by itself, and who waits in TIME_WAIT";
    }

    @Override
    public String expectation() {
        return "A connection has two directions, and each is closed with a FIN of its own that the"
                + " other end acknowledges: four packets. In between, data still flows the other"
                + " way: half-close. Who sent the first FIN is left in TIME_WAIT for a minute,"
                + " client or server; who sent the second is gone at once.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7007, 5);
        clientFirst(lab, client, server, listener);
        halfClose(lab, client, server, listener);
        serverFirst(lab, client, server, listener);
    }

    private static void clientFirst(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say("The client closes first. Its kernel sends FIN, the server's acknowledges it.");
        Fd talker = client.socket("talker");
        client.connect(talker, listener);
        Fd served = server.accept(listener, "served");
        lab.checkPacket("the connection is up", "client ACK");
        client.close(talker);
        lab.checkPackets("the first two of four packets", "client FIN ACK", "server ACK");
        lab.checkState("the client waits in FIN_WAIT2", SocketState.FIN_WAIT2, talker);
        lab.checkState("the server is in CLOSE_WAIT", SocketState.CLOSE_WAIT, served);
        lab.sockets();
        lab.say("CLOSE_WAIT lasts until the server's program closes, too: perhaps for ever.");
        lab.check("recv tells the server of the end", 0, server.recv(served, 1024));
        lab.ask("The server closes now. Which end does the kernel keep for another minute?");
        server.close(served);
        lab.checkPackets("the other two packets", "server FIN ACK", "client ACK");
        lab.checkState("the client is in TIME_WAIT", SocketState.TIME_WAIT, talker);
        lab.checkState("the server's end is gone", SocketState.CLOSED, served);
        lab.sockets();
        lab.ladder();
    }

    private static void halfClose(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say(
                "Half-close: the client says with shutdown that it has sent all, and goes on"
                        + " receiving. So a filter such as sort can answer once it has read all.");
        Fd asker = client.socket("asker");
        client.connect(asker, listener);
        Fd sorter = server.accept(listener, "sorter");
        client.send(asker, "b\na\n");
        client.shutdownWrite(asker);
        lab.check("the server reads what was sent", 4, server.recv(sorter, 1024));
        lab.check("then the end of input", 0, server.recv(sorter, 1024));
        lab.checkState("the client is in FIN_WAIT2", SocketState.FIN_WAIT2, asker);
        lab.ask("The client has sent its FIN. Can the server still send to it?");
        lab.check("the server can still send", 4, server.send(sorter, "a\nb\n"));
        lab.check("and the client receive", 4, client.recv(asker, 1024));
        server.close(sorter);
        lab.check("until the server closes", 0, client.recv(asker, 1024));
        lab.checkState("the client, who was first, waits", SocketState.TIME_WAIT, asker);
        lab.ladder();
    }

    private static void serverFirst(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say("The server closes first, as in HTTP/1.0. Now it is the one to wait.");
        Fd reader = client.socket("reader");
        client.connect(reader, listener);
        Fd writer = server.accept(listener, "writer");
        server.close(writer);
        lab.check("the client is told of the end", 0, client.recv(reader, 1024));
        lab.checkState("the server waits in FIN_WAIT2", SocketState.FIN_WAIT2, writer);
        client.close(reader);
        lab.checkState("the server is in TIME_WAIT", SocketState.TIME_WAIT, writer);
        lab.checkState("the client's end is gone", SocketState.CLOSED, reader);
        lab.sockets();
        lab.say(
                "TIME_WAIT keeps the two addresses and ports taken for 60 seconds, so that no late"
                        + " segment meets a new connection, and the last ACK can be sent again.");
    }
}

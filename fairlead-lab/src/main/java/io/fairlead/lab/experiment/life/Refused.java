package io.fairlead.lab.experiment.life;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.stat.SocketState;
import java.io.IOException;

/** What a client meets where nobody listens: RST in answer to SYN (RFC 9293 section 3.5.2). */
public final class Refused implements Lab {
    @Override
    public String name() {
        return "refused";
    }

    @Override
    public String summary() {
        return "ECONNREFUSED: the machine is there, and nobody listens";
    }

    @Override
    public String expectation() {
        return "A client connects to a port that is bound, but on which nobody listens. The kernel"
                + " answers its SYN with RST at once, and connect fails with ECONNREFUSED: no time"
                + " is lost, and no program has seen anything. After listen the same port accepts,"
                + " and after close it refuses again.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        lab.say("The server has an address, and forgot to listen.");
        Fd deaf = server.socket("deaf");
        server.reuseAddress(deaf);
        server.bind(deaf, 7007);
        lab.ask("A client connects. Does connect fail at once, or after a while?");
        Fd first = client.socket("first");
        lab.checkErrno("connect fails", Errno.ECONNREFUSED, client.connect(first, deaf));
        lab.checkPackets("RST is the answer to SYN", "client SYN", "server RST ACK");
        lab.checkState("nothing is left of it", SocketState.CLOSED, first);
        lab.ladder();

        lab.say("It listens now, on the same socket.");
        server.listen(deaf, 5);
        Fd second = client.socket("second");
        lab.check("connect succeeds", 0, client.connect(second, deaf));
        lab.checkPackets("the usual handshake", "client SYN", "server SYN ACK", "client ACK");

        lab.say(
                "The server ends without having accepted: the connection in its backlog is reset,"
                        + " and the port refuses again.");
        server.close(deaf);
        lab.checkPacket("who waits is reset", "server RST ACK");
        lab.checkErrno("recv tells of it", Errno.ECONNRESET, client.recv(second, 1024));
        Fd third = client.socket("third");
        lab.checkErrno("connect fails again", Errno.ECONNREFUSED, client.connect(third, deaf));
        lab.checkPackets("RST is the answer to the SYN again", "client SYN", "server RST ACK");
        lab.ladder();
    }
}

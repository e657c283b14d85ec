package io.fairlead.lab.experiment.stream;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Transfer;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketConstants;
import java.io.IOException;

/** Out-of-band data: MSG_OOB, the flag URG (tcp(7), RFC 9293 section 3.8.5, RFC 6093). */
public final class Urgent implements Lab {
    @Override
    public String name() {
        return "urgent";
    }

    @Override
    public String summary() {
        return "MSG_OOB: one urgent byte, which is in the stream all the same";
    }

    @Override
    public String expectation() {
        return "send with MSG_OOB marks the last byte that it sends as urgent: the segment has"
                + " the flag URG and says where that byte is. It does not overtake the others."
                + " The reader's recv stops before it, and takes it out of the stream with MSG_OOB,"
                + " or in line with SO_OOBINLINE.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7007, 5);
        outOfBand(lab, server, client, listener);
        inLine(lab, server, client, listener);
        lab.say(
                "Telnet and FTP interrupt with it. New protocols should not (RFC 6093): there is"
                        + " room for one byte, and middleboxes take the flag away. A second"
                        + " connection serves better.");
    }

    private static void outOfBand(Experiment lab, Side server, Side client, Fd listener)
            throws IOException {
        lab.say("The client sends, the middle one with MSG_OOB, before the server reads.");
        Fd talker = client.socket("talker");
        client.connect(talker, listener);
        Fd served = server.accept(listener, "served");
        client.send(talker, "abc");
        Transfer.sendUrgent(client, talker, "xy!");
        client.send(talker, "def");
        lab.checkPacket("a segment has the flag URG", "client PSH ACK URG");
        lab.awaitArrival(talker);
        lab.check("poll tells of it", "POLLPRI", poll(server, served));

        lab.ask("Nine bytes have come, the sixth is urgent. How many does the next recv return?");
        lab.say("The urgent byte is the sixth. recv stops before it, though all nine are there.");
        String before = Transfer.recv(server, served, 64).text();
        lab.check("x and y are as any others: one byte alone is urgent", "abcxy", before);
        lab.check("the next byte is the urgent one", 1, atMark(server, served));
        lab.check("MSG_OOB reads it", "!", Transfer.recvUrgent(server, served).text());
        Transfer.Received again = Transfer.recvUrgent(server, served);
        lab.checkErrno("it is there once", Errno.EINVAL, again.result());
        lab.check("recv goes on after it", "def", Transfer.recv(server, served, 64).text());
        lab.check("the mark is past", 0, atMark(server, served));
        lab.ladder();
    }

    private static void inLine(Experiment lab, Side server, Side client, Fd listener)
            throws IOException {
        lab.say("With SO_OOBINLINE the byte stays in the stream; sockatmark tells which it is.");
        Fd talker = client.socket("caller");
        client.connect(talker, listener);
        Fd served = server.accept(listener, "called");
        server.setsockopt(served, "SO_OOBINLINE", SocketConstants.SO_OOBINLINE, 1);
        client.send(talker, "abc");
        Transfer.sendUrgent(client, talker, "!");
        client.send(talker, "def");
        lab.awaitArrival(talker);
        lab.check("recv stops here, too", "abc", Transfer.recv(server, served, 64).text());
        lab.check("before the urgent byte", 1, atMark(server, served));
        Transfer.Received apart = Transfer.recvUrgent(server, served);
        lab.checkErrno("MSG_OOB does not see it", Errno.EINVAL, apart.result());
        lab.check("recv does", "!def", Transfer.recv(server, served, 64).text());
    }

    private static int atMark(Side side, Fd fd) {
        return side.show("sockatmark(%s)".formatted(fd), side.sockets().sockatmark(fd.number()));
    }

    private static String poll(Side side, Fd fd) {
        int result = new Poll(new Posix()).poll(fd.number(), Poll.POLLPRI, 0);
        String shown = result == Poll.POLLPRI ? "POLLPRI" : Integer.toString(result);
        side.show("poll({%s, POLLPRI}, 1, 0)".formatted(fd), result, "1, revents=" + shown);
        return shown;
    }
}

package io.fairlead.lab.experiment.waiting;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Nonblocking;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Connected;
import io.fairlead.lab.experiment.Transfer;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.FileConstants;
import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.Timeval;
import java.io.IOException;
import java.time.Duration;

/** Calls that would wait for input: EAGAIN of recv(2) and accept(2), O_NONBLOCK of fcntl(2). */
public final class ReadSide implements Lab {
    private static final Duration SHORT = Duration.ofMillis(50);

    @Override
    public String name() {
        return "eagain-read";
    }

    @Override
    public String summary() {
        return "EAGAIN from recv and accept: nothing is there yet, which is no end and no error";
    }

    @Override
    public String expectation() {
        return "With O_NONBLOCK recv and accept do not wait: where nothing is there they fail with"
                + " EAGAIN, which Windows calls WSAEWOULDBLOCK. 0 is the end of input, EAGAIN is"
                + " not: a program that takes one for the other loses its peer or spins. A time"
                + " limit (SO_RCVTIMEO) that runs out is EAGAIN, too.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7007, 5);
        Fd served = accept(lab, server, client, listener);
        lab.say(
                "EAGAIN and EWOULDBLOCK are one number on Linux. What a loop does with it: nothing;"
                        + " it goes back to poll, select or epoll_wait and comes again when the"
                        + " kernel says so. The lab polling shows what it costs not to wait, the"
                        + " lab partial-send shows EAGAIN when sending.");
        server.close(served);
    }

    private static Fd accept(Experiment lab, Side server, Side client, Fd listener)
            throws IOException {
        lab.say("The listener does not wait. No client has come.");
        Nonblocking calls = new Nonblocking(server);
        calls.setNonblocking(listener);
        Fd nobody = server.accept(listener, "nobody");
        lab.checkErrno("accept fails: no client waits", Errno.EAGAIN, nobody.number());
        Fd talker = client.socket("talker");
        client.connect(talker, listener);
        lab.check(
                "poll tells when one does", Poll.POLLIN, calls.poll(listener, Poll.POLLIN, 10_000));
        Fd served = server.accept(listener, "served");
        lab.check("now accept succeeds", served.number() >= 0);
        int flags = new Descriptors(new Posix()).fcntl(served.number(), FileConstants.F_GETFL, 0);
        boolean inherited = (flags & FileConstants.O_NONBLOCK) != 0;
        server.show("fcntl(served, F_GETFL)", 0, inherited ? "O_RDWR|O_NONBLOCK" : "O_RDWR");
        lab.check(
                "on Linux the new socket has not inherited O_NONBLOCK (on BSD it has)", !inherited);
        read(lab, server, client, new Connected(talker, served));
        return served;
    }

    private static void read(Experiment lab, Side server, Side client, Connected pair)
            throws IOException {
        Fd served = pair.served();
        Nonblocking calls = new Nonblocking(server);
        calls.setNonblocking(served);
        lab.say("The connection is up. The client has sent nothing yet.");
        lab.checkErrno("recv fails: nothing is there", Errno.EAGAIN, server.recv(served, 64));
        client.send(pair.talker(), "Hello, world");
        lab.awaitArrival(pair.talker());
        lab.say("Twelve bytes have come. The buffer has room for eight.");
        lab.check("recv returns as many as fit", 8, server.recv(served, 8));
        lab.check("then the rest, without waiting for more", 4, server.recv(served, 8));
        lab.checkErrno("then EAGAIN: all is read", Errno.EAGAIN, server.recv(served, 8));
        lab.say(
                "Reading until EAGAIN is what epoll asks for in its edge-triggered mode: it tells"
                        + " of new bytes once.");
        limited(lab, server, served);
        lab.ask("The client closes. What does recv return now?");
        client.close(pair.talker());
        lab.check(
                "poll says that there is something to read: the end",
                Poll.POLLIN,
                calls.poll(served, Poll.POLLIN, 10_000));
        lab.check("recv returns 0, and no EAGAIN", 0, server.recv(served, 8));
        lab.check("and does so each time", 0, server.recv(served, 8));
    }

    private static void limited(Experiment lab, Side server, Fd served) throws IOException {
        lab.say("For one call alone there is MSG_DONTWAIT; and a socket may wait for a while.");
        Descriptors descriptors = new Descriptors(new Posix());
        int off = descriptors.fcntl(served.number(), FileConstants.F_SETFL, 0);
        server.show("fcntl(served, F_SETFL, 0)", off);
        int flag = SocketConstants.MSG_DONTWAIT;
        int result = Transfer.recvUnshown(server, served, 64, flag).result();
        server.show("recv(served, 64, MSG_DONTWAIT)", result);
        lab.checkErrno("this call did not wait", Errno.EAGAIN, result);
        int option = SocketConstants.SO_RCVTIMEO;
        int set = Timeval.set(server.sockets(), served.number(), option, SHORT);
        server.show("setsockopt(served, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=0, tv_usec=50000})", set);
        int waited = server.recv(served, 64);
        lab.checkErrno("recv waited 50 ms, in vain", Errno.EAGAIN, waited);
        new Nonblocking(server).setNonblocking(served);
    }
}

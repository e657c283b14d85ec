package io.fairlead.lab.experiment.life;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Nonblocking;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Connected;
import io.fairlead.lab.experiment.Deafness;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.stat.SocketState;
import java.io.IOException;

/** Both sides begin, both sides end: RFC 9293 sections 3.5 (figure 7) and 3.6 (figure 13). */
public final class Simultaneous implements Lab {
    // Left in TIME_WAIT, so no other lab's.
    private static final int LEFT_PORT = 7141;
    private static final int RIGHT_PORT = 7142;

    @Override
    public String name() {
        return "simultaneous";
    }

    @Override
    public String summary() {
        return "both connect at once, with no listener; both close at once: CLOSING";
    }

    @Override
    public String expectation() {
        return "Two clients that connect to each other at the same time make one connection,"
                + " although neither listens: each SYN meets a socket in SYN_SENT. When both ends"
                + " close at the same time, each FIN meets a socket that has sent its own: the"
                + " state CLOSING, and at last both ends wait in TIME_WAIT.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side left = lab.side("left");
        Side right = lab.side("right");
        Connected pair = open(lab, left, right);
        lab.check("the left end sends", 5, left.send(pair.talker(), "hello"));
        lab.awaitArrival(pair.talker());
        lab.check("the right end receives", 5, right.recv(pair.served(), 64));
        close(lab, left, right, pair);
        lab.say(
                "Peer-to-peer programs open their connections this way through two routers with"
                        + " NAT (hole punching). Simultaneous close is common: two programs that"
                        + " both close after the last message.");
    }

    private static Connected open(Experiment lab, Side left, Side right) throws IOException {
        lab.say("Two sockets bind a port each, and neither listens.");
        Fd one = left.socket("one");
        left.reuseAddress(one);
        left.bind(one, LEFT_PORT);
        Fd two = right.socket("two");
        right.reuseAddress(two);
        right.bind(two, RIGHT_PORT);
        new Nonblocking(left).setNonblocking(one);
        new Nonblocking(right).setNonblocking(two);
        lab.say(
                "On one machine packets arrive at once, so they never cross. A filter stands for"
                        + " the way: both ends hear nothing for a moment, not even the RST that the"
                        + " first SYN meets, which is too early. (The drawing takes each packet as"
                        + " arrived.)");
        Deafness.begin(left, one);
        Deafness.begin(right, two);
        int going = left.connect(one, two);
        lab.checkErrno("the left end connects", Errno.EINPROGRESS, going);
        int coming = right.connect(two, one);
        lab.checkErrno("and so does the right end", Errno.EINPROGRESS, coming);
        lab.checkState("left: SYN_SENT", SocketState.SYN_SENT, one);
        lab.checkState("right: SYN_SENT, too", SocketState.SYN_SENT, two);
        lab.ask("Both have sent SYN and nobody listens. What becomes of it?");
        Deafness.end(left, one);
        Deafness.end(right, two);
        lab.say("Both hear again. After a second the kernels repeat their SYNs.");
        Nonblocking calls = new Nonblocking(left);
        lab.check("the left end is connected", Poll.POLLOUT, calls.poll(one, Poll.POLLOUT, 10_000));
        lab.check("without an error", 0, calls.error(one));
        Nonblocking others = new Nonblocking(right);
        int ready = others.poll(two, Poll.POLLOUT, 10_000);
        lab.check("and so is the right end", Poll.POLLOUT, ready);
        lab.checkState("left: ESTABLISHED", SocketState.ESTABLISHED, one);
        lab.checkState("right: ESTABLISHED", SocketState.ESTABLISHED, two);
        lab.sockets();
        return new Connected(one, two);
    }

    private static void close(Experiment lab, Side left, Side right, Connected pair)
            throws IOException {
        Fd one = pair.talker();
        Fd two = pair.served();
        lab.say("Now both close at once. Again a filter at both ends stands for the way.");
        Deafness.begin(left, one);
        Deafness.begin(right, two);
        left.shutdownWrite(one);
        right.shutdownWrite(two);
        lab.checkState("left: FIN_WAIT1, its FIN is under way", SocketState.FIN_WAIT1, one);
        lab.checkState("right: FIN_WAIT1, too", SocketState.FIN_WAIT1, two);
        lab.say("The left end's FIN, repeated, arrives. The right end has sent its own already.");
        Deafness.end(right, two);
        lab.checkState(
                "right: CLOSING, both have sent FIN, and its own is not acknowledged",
                SocketState.CLOSING,
                two);
        lab.checkState("left: still FIN_WAIT1", SocketState.FIN_WAIT1, one);
        Deafness.end(left, one);
        lab.checkState("left: TIME_WAIT", SocketState.TIME_WAIT, one);
        lab.checkState("right: TIME_WAIT, too: both closed first", SocketState.TIME_WAIT, two);
        lab.sockets();
        lab.ladder();
    }
}

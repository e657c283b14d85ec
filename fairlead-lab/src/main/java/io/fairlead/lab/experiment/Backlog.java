package io.fairlead.lab.experiment;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Nonblocking;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.stat.SocketState;
import java.io.IOException;

/** What becomes of clients while the server's program does not call accept: listen(2), tcp(7). */
public final class Backlog implements Lab {
    /** On Linux one more than this may wait. */
    private static final int BACKLOG = 1;

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public String summary() {
        return "a server that does not accept: who waits in its queue, and who is not let in";
    }

    @Override
    public String expectation() {
        return "A server listens with a backlog of 1 and does not call accept. Two clients get in"
                + " all the same, and wait in the accept queue: Linux has room for one more than"
                + " was asked for. The third gets no answer to its SYN, and sends it again after a"
                + " second. As soon as accept has made room, its next SYN gets it in.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7007, BACKLOG);
        fill(lab, client, listener);
        Fd third = tooMany(lab, client, listener);
        accept(lab, client, server, listener, third);
        lab.ladder();
        lab.say(
                "A queue that is full shows as delays of 1 s, 2 s, 4 s and so on at the clients,"
                        + " and as ListenOverflows at the server (nstat -az). The backlog is cut to"
                        + " the sysctl net.core.somaxconn; the cure is to call accept sooner.");
    }

    private static void fill(Experiment lab, Side client, Fd listener) throws IOException {
        lab.say("Nobody calls accept. The first client and the second do not notice.");
        Fd first = client.socket("first");
        lab.check("connect succeeds", 0, client.connect(first, listener));
        lab.checkPackets("as ever", "client SYN", "server SYN ACK", "client ACK");
        Fd second = client.socket("second");
        lab.check("the second, too", 0, client.connect(second, listener));
        lab.checkPackets("as ever", "client SYN", "server SYN ACK", "client ACK");
        lab.checkKernel("two wait in the queue", listener, s -> s.queues().receive() == 2);
        lab.sockets();
    }

    private static Fd tooMany(Experiment lab, Side client, Fd listener) throws IOException {
        lab.say(
                "The queue is full. The third connects without waiting (O_NONBLOCK), so that it can"
                        + " be watched; else connect would return when it is let in, or with"
                        + " ETIMEDOUT after two minutes (the sysctl net.ipv4.tcp_syn_retries).");
        Fd third = client.socket("third");
        Nonblocking calls = new Nonblocking(client);
        calls.setNonblocking(third);
        int connecting = client.connect(third, listener);
        lab.checkErrno("connect is under way", Errno.EINPROGRESS, connecting);
        lab.checkPacket("it asks", "client SYN");
        lab.checkPacket("a second later it asks again", "client SYN");
        lab.checkKernel("its kernel has sent SYN again", third, s -> s.timer().tries() > 0);
        lab.checkState("nobody answers", SocketState.SYN_SENT, third);
        lab.check("it cannot send", 0, calls.poll(third, Poll.POLLOUT, 0));
        lab.sockets();
        return third;
    }

    private static void accept(Experiment lab, Side client, Side server, Fd listener, Fd third)
            throws IOException {
        lab.say("The server's program accepts one. That makes room, of which nobody is told.");
        Fd served = server.accept(listener, "served");
        lab.checkState("accept takes who came first", SocketState.ESTABLISHED, served);
        lab.say("The third's next SYN gets it in.");
        Nonblocking calls = new Nonblocking(client);
        lab.check("poll says when", Poll.POLLOUT, calls.poll(third, Poll.POLLOUT, 10_000));
        lab.check("it is connected", 0, calls.error(third));
        lab.checkPacket("its SYN was answered", "server SYN ACK");
        lab.checkPacket("and that acknowledged", "client ACK");
        lab.checkKernel("two wait again", listener, s -> s.queues().receive() == 2);
        lab.sockets();
    }
}

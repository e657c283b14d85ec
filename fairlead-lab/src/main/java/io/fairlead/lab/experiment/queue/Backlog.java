package io.fairlead.lab.experiment.queue;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.Nonblocking;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.stat.SocketState;
import java.io.IOException;
import java.util.List;

/** What becomes of clients while the server's program does not call accept: listen(2), tcp(7). */
public final class Backlog implements Lab {
    /** On Linux one more than this may wait. */
    private static final LabParameter BACKLOG = new LabParameter("backlog", 1, 1, 50);

    private static final List<String> NAMES = List.of("first", "second", "next");

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
    public List<LabParameter> parameters() {
        return List.of(BACKLOG);
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7007, lab.number(BACKLOG));
        fill(lab, client, listener);
        Fd third = tooMany(lab, client, listener);
        accept(lab, client, server, listener, third);
        lab.ladder();
        lab.say(
                "A queue that is full shows as delays of 1 s, 2 s, 4 s and so on at the clients,"
                        + " and as ListenOverflows at the server (nstat -az). The backlog is cut to"
                        + " the sysctl net.core.somaxconn; the cure is to call accept sooner."
                        + " Windows does not let the client wait: it answers a SYN to a full queue"
                        + " with RST, and connect fails at once with WSAECONNREFUSED, 10061.");
    }

    /** Lets as many connect as the queue has room for. */
    private static void fill(Experiment lab, Side client, Fd listener) throws IOException {
        lab.say("Nobody calls accept. The clients do not notice.");
        int waiting = lab.number(BACKLOG) + 1;
        for (int i = 0; i < waiting; i++) {
            String named = NAMES.get(Math.min(i, NAMES.size() - 1));
            Fd next = client.socket(named);
            lab.check(
                    "the " + named + " client's connect succeeds",
                    0,
                    client.connect(next, listener));
            lab.checkPackets(
                    "the handshake went over the wire, as if somebody had accepted",
                    "client SYN",
                    "server SYN ACK",
                    "client ACK");
        }
        lab.checkKernel(
                "all of them wait in the accept queue (Linux lets one more in than the backlog)",
                listener,
                socket -> socket.queues().receive() == waiting);
        lab.sockets();
    }

    private static Fd tooMany(Experiment lab, Side client, Fd listener) throws IOException {
        lab.ask("The queue is full, and one more client comes. Is it refused?");
        lab.say(
                "The queue is full. One more connects without waiting (O_NONBLOCK), so that it can"
                        + " be watched; else connect would return when it is let in, or with"
                        + " ETIMEDOUT after two minutes (the sysctl net.ipv4.tcp_syn_retries).");
        Fd third = client.socket("late");
        Nonblocking calls = new Nonblocking(client);
        calls.setNonblocking(third);
        int connecting = client.connect(third, listener);
        lab.checkErrno("connect has begun and does not wait", Errno.EINPROGRESS, connecting);
        lab.checkPacket("its kernel asks: SYN", "client SYN");
        lab.checkPacket("nobody answers; a second later it asks again", "client SYN");
        lab.checkKernel(
                "the kernel counts the SYN that was sent again", third, s -> s.timer().tries() > 0);
        lab.checkState("the client is still in SYN_SENT", SocketState.SYN_SENT, third);
        lab.check("poll says that it cannot send yet", 0, calls.poll(third, Poll.POLLOUT, 0));
        lab.sockets();
        return third;
    }

    private static void accept(Experiment lab, Side client, Side server, Fd listener, Fd third)
            throws IOException {
        lab.say("The server's program accepts one. That makes room, of which nobody is told.");
        Fd served = server.accept(listener, "served");
        lab.checkState("accept takes the client that came first", SocketState.ESTABLISHED, served);
        lab.say("The next SYN of the late client gets it in.");
        Nonblocking calls = new Nonblocking(client);
        lab.check(
                "poll tells the late client when it is connected",
                Poll.POLLOUT,
                calls.poll(third, Poll.POLLOUT, 10_000));
        lab.check("connect has succeeded (SO_ERROR is 0)", 0, calls.error(third));
        lab.checkPacket("the server answered its SYN", "server SYN ACK");
        lab.checkPacket("and the client acknowledged that", "client ACK");
        int waiting = lab.number(BACKLOG) + 1;
        lab.checkKernel(
                "the accept queue is full again",
                listener,
                socket -> socket.queues().receive() == waiting);
        lab.sockets();
    }
}

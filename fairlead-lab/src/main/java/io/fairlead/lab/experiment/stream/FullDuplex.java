package io.fairlead.lab.experiment.stream;

import io.fairlead.lab.Bulk;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Nonblocking;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Blocked;
import io.fairlead.lab.experiment.Connected;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.posix.SocketConstants;
import java.io.IOException;

/** Two directions that know nothing of each other: RFC 9293 section 3.6, shutdown(2). */
public final class FullDuplex implements Lab {
    private static final int BLOCK_BYTES = 256 * 1024;
    private static final int BUFFER_BYTES = 16 * 1024;

    @Override
    public String name() {
        return "full-duplex";
    }

    @Override
    public String summary() {
        return "both sides send at once: two directions, two threads, and a deadlock";
    }

    @Override
    public String expectation() {
        return "A connection has two directions, and each has buffers, numbers and an end of its"
                + " own. Both sides may send before either reads, and one thread may send while"
                + " another waits in recv on the same socket. But if both sides only send, both"
                + " windows close, and both wait for ever.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.socket("listener");
        server.reuseAddress(listener);
        server.bind(listener, 7007);
        server.setsockopt(listener, "SO_RCVBUF", SocketConstants.SO_RCVBUF, BUFFER_BYTES);
        server.setsockopt(listener, "SO_SNDBUF", SocketConstants.SO_SNDBUF, BUFFER_BYTES);
        server.listen(listener, 5);
        atOnce(lab, client, server, listener);
        if (Blocked.isVisible()) {
            twoThreads(lab, client, server, listener);
        } else {
            lab.unseen("a thread that sends while another waits, without /proc");
        }
        deadlock(lab, client, server, listener);
        lab.say(
                "The cure: read while you write. With threads, one for each direction; with poll or"
                        + " epoll, wait for POLLIN and POLLOUT together. A protocol of"
                        + " questions and"
                        + " answers has the same trouble when a client sends many questions and"
                        + " reads no answer.");
    }

    private static void atOnce(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say("Both sides send before either reads. Then both read.");
        Connected pair = Connected.between(client, "talker", server, "served", listener);
        client.send(pair.talker(), "from the client");
        server.send(pair.served(), "from the server");
        lab.check("the server gets the client's bytes", 15, server.recv(pair.served(), 64));
        lab.check("the client gets the server's bytes", 15, client.recv(pair.talker(), 64));
        lab.awaitArrival(pair.served());
        lab.say("Each direction ends by itself. The client ends its own with shutdown.");
        client.shutdownWrite(pair.talker());
        lab.check("the server is told of that end", 0, server.recv(pair.served(), 64));
        lab.check("its own direction is open", 5, server.send(pair.served(), "more\n"));
        lab.check("the client still receives", 5, client.recv(pair.talker(), 64));
        server.close(pair.served());
        lab.check("until the server ends it, too", 0, client.recv(pair.talker(), 64));
        lab.ladder(pair.talker());
    }

    private static void twoThreads(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say(
                "Two threads at the client: one waits in recv, the other sends on the same socket."
                        + " This is how a chat client reads the network and the keyboard at once.");
        Connected pair = Connected.between(client, "chatter", server, "room", listener);
        Side reader = lab.side("reader");
        try (Blocked waiting = Blocked.in(lab, reader, pair.talker())) {
            lab.check("send succeeds while the other waits", 3, client.send(pair.talker(), "hi\n"));
            lab.check("the reader still waits", waiting.isAsleep());
            lab.check("the server gets it", 3, server.recv(pair.served(), 64));
            server.send(pair.served(), "hello\n");
            lab.check("the reader gets the answer", "hello\\n", waiting.result().text());
        }
    }

    private static void deadlock(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say(
                "Both sides send as much as they can, and neither reads. (O_NONBLOCK shows where"
                        + " each would wait.)");
        Fd talker = client.socket("busy");
        client.setsockopt(talker, "SO_SNDBUF", SocketConstants.SO_SNDBUF, BUFFER_BYTES);
        client.setsockopt(talker, "SO_RCVBUF", SocketConstants.SO_RCVBUF, BUFFER_BYTES);
        client.connect(talker, listener);
        Fd served = server.accept(listener, "busy too");
        new Nonblocking(client).setNonblocking(talker);
        new Nonblocking(server).setNonblocking(served);
        long there = fill(lab, client, talker);
        long back = fill(lab, server, served);
        lab.check("bytes went both ways, and nobody read them", there > 0 && back > 0);
        lab.sockets();
        lab.ask("Which single call frees both?");
        lab.say("One side reads. That frees the other, which then comes to read, too.");
        Bulk bulk = new Bulk(client, 0);
        long[] taken = {0};
        Nonblocking calls = new Nonblocking(server);
        boolean free =
                lab.await(() -> {
                    taken[0] += bulk.take(talker);
                    return calls.isReady(served, Poll.POLLOUT);
                });
        bulk.showTaken(talker, taken[0]);
        lab.check("the server can send again", free);
    }

    /** Sends until there is no room; how many bytes went. */
    private static long fill(Experiment lab, Side side, Fd fd) throws IOException {
        Bulk bulk = new Bulk(side.quiet(), BLOCK_BYTES);
        Nonblocking calls = new Nonblocking(side);
        long sent = 0;
        int result = bulk.send(fd, 0, BLOCK_BYTES);
        // What is under way to the other end makes room once it has arrived there.
        while (result > 0 || (result == -Errno.EAGAIN && calls.isReady(fd, Poll.POLLOUT))) {
            sent += Math.max(0, result);
            result = bulk.send(fd, 0, BLOCK_BYTES);
        }
        side.show("send(%s, block, ...), again and again".formatted(fd), result);
        lab.checkErrno("the " + side.name() + " would wait in send", Errno.EAGAIN, result);
        int ready = calls.poll(fd, Poll.POLLOUT, 0);
        lab.check("poll says so, too: no room for the " + side.name() + "'s bytes", 0, ready);
        return sent;
    }
}

package io.fairlead.lab.experiment.stream;

import io.fairlead.lab.Bulk;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.Nonblocking;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.posix.SocketConstants;
import io.fairlead.stat.KernelSocket;
import io.fairlead.stat.SocketTimer;
import io.fairlead.stat.TcpFacts;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How a reader that stops holds its writer up: flow control (RFC 9293 section 3.8.6). */
public final class Window implements Lab {
    /** Of both buffers. Small, so that few packets fill them; the kernel doubles it, socket(7). */
    private static final LabParameter RCVBUF = new LabParameter("rcvbuf", 32_768, 4096, 65_536);

    private static final int BLOCK_BYTES = 1024 * 1024;

    @Override
    public String name() {
        return "window";
    }

    @Override
    public String summary() {
        return "a reader that stops: zero window, window probes, and how it opens again";
    }

    @Override
    public String expectation() {
        return "Each segment says how many bytes its sender has room for: the window. A program"
                + " that stops reading lets it shrink to zero, and the other end may send no more;"
                + " it asks now and then with a window probe. Its own buffer fills, and then send"
                + " would block. Reading opens the window again, and not a byte is lost.";
    }

    @Override
    public List<LabParameter> parameters() {
        return List.of(RCVBUF);
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.socket("listener");
        server.reuseAddress(listener);
        server.bind(listener, 7007);
        lab.say("Small buffers, so that they are full soon. What is accepted inherits its own.");
        int bytes = lab.number(RCVBUF);
        server.setsockopt(listener, "SO_RCVBUF", SocketConstants.SO_RCVBUF, bytes);
        server.listen(listener, 5);
        Fd writer = client.socket("writer");
        client.setsockopt(writer, "SO_SNDBUF", SocketConstants.SO_SNDBUF, bytes);
        client.connect(writer, listener);
        Fd reader = server.accept(listener, "reader");
        long sent = shut(lab, client, writer);
        open(lab, server, reader, sent);
        int ready = new Nonblocking(client).poll(writer, Poll.POLLOUT, 10_000);
        lab.check("the client may send", Poll.POLLOUT, ready);
        lab.sockets();
        lab.ladder();
        lab.say(
                "A writer that is held up is no fault of the network: look at who does not read."
                        + " fairlead stat shows it, ss as Recv-Q there and Send-Q here. The"
                        + " receiver's buffer is sized by the sysctl net.ipv4.tcp_rmem, tcp(7).");
    }

    private static long shut(Experiment lab, Side client, Fd writer) throws IOException {
        lab.ask("A client sends and sends, and the server does not read. What stops the client?");
        lab.say("The client sends as much as it can. The server's program reads nothing.");
        Nonblocking calls = new Nonblocking(client);
        Bulk bulk = new Bulk(client, BLOCK_BYTES);
        calls.setNonblocking(writer);
        long sent = Math.max(0, bulk.send(writer, 0, BLOCK_BYTES));
        lab.check("only a part of it is taken", sent > 0 && sent < BLOCK_BYTES);
        lab.checkKernel("the peer's window is zero, and it is asked", writer, Window::isShut);
        int more = bulk.send(writer, 0, BLOCK_BYTES);
        while (more > 0) {
            sent += more;
            more = bulk.send(writer, 0, BLOCK_BYTES);
        }
        lab.checkErrno("then its own buffer is full: send would block", Errno.EAGAIN, more);
        lab.check("poll says so, too", 0, calls.poll(writer, Poll.POLLOUT, 0));
        lab.checkMark("the server said that it has no room", "server zero window");
        lab.checkMark("the client asks", "client window probe");
        lab.checkMark("it has still none", "server window still zero");
        lab.sockets();
        return sent;
    }

    private static boolean isShut(KernelSocket socket) {
        TcpFacts tcp = socket.tcp();
        boolean asks = socket.timer().kind() == SocketTimer.Kind.PROBE;
        return asks && tcp != null && tcp.peerWindow() == 0;
    }

    private static void open(Experiment lab, Side server, Fd reader, long sent) throws IOException {
        lab.say("The server's program reads again. That makes room, and its kernel says so.");
        Bulk bulk = new Bulk(server, 0);
        AtomicLong taken = new AtomicLong();
        lab.await(() -> taken.addAndGet(bulk.take(reader)) >= sent);
        bulk.showTaken(reader, taken.get());
        lab.check("every byte came", sent, taken.get());
        lab.checkMark("a window update", "server window update");
    }
}

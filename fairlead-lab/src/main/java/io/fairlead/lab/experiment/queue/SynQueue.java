package io.fairlead.lab.experiment.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.KernelSockets;
import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.Nonblocking;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Deafness;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.stat.SocketState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Half-open connections: tcp(7) tcp_syncookies and tcp_max_syn_backlog, RFC 4987. */
public final class SynQueue implements Lab {
    private static final LabParameter BACKLOG = new LabParameter("backlog", 2, 1, 50);
    private static final Path COOKIES = Path.of("/proc/sys/net/ipv4/tcp_syncookies");
    private static final Path COUNTERS = Path.of("/proc/net/netstat");

    @Override
    public String name() {
        return "syn-queue";
    }

    @Override
    public String summary() {
        return "half-open connections: the SYN queue, SYN ACK again and again, and SYN cookies";
    }

    @Override
    public String expectation() {
        return "A listener has two queues. A SYN is answered and waits in the first, in SYN_RECV,"
                + " until the client's ACK moves it to the second, from which accept takes it. Who"
                + " sends SYN and never ACK fills the first queue: a SYN flood. Then the kernel"
                + " answers with SYN cookies, and remembers nothing until the ACK comes.";
    }

    @Override
    public List<LabParameter> parameters() {
        return List.of(BACKLOG);
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", 7151, lab.number(BACKLOG));
        Fd slow = half(lab, client, listener);
        recover(lab, client, slow);
        flood(lab, client, server, listener);
        lab.say(
                "How many may be half open: the backlog, and the sysctl"
                        + " net.ipv4.tcp_max_syn_backlog"
                        + " where cookies are off. A cookie has no room for all options of the SYN"
                        + " (window scale and SACK go with timestamps only). fairlead stat -s"
                        + " syn-recv shows who is half open; nstat TcpExtSyncookiesSent counts.");
    }

    /** A client that asks and does not hear the answer. */
    private static Fd deaf(Side client, Fd listener, String named) {
        Fd fd = client.socket(named);
        new Nonblocking(client).setNonblocking(fd);
        Deafness.begin(client, fd);
        client.connect(fd, listener);
        return fd;
    }

    private static Fd half(Experiment lab, Side client, Fd listener) throws IOException {
        lab.say(
                "A client whose answers get lost: a filter drops what comes to its socket. (The"
                        + " drawing takes each packet as arrived.)");
        Fd slow = deaf(client, listener, "slow");
        lab.checkPackets("the server has answered", "client SYN", "server SYN ACK");
        lab.ask("The client's ACK does not come. Can the server's program accept it?");
        lab.checkState("the client waits", SocketState.SYN_SENT, slow);
        lab.check("the server's end is half open", lab.await(() -> halfOpen(listener) == 1));
        lab.sockets();
        lab.checkMark("after a second the server says it again", "server retransmission");
        lab.checkKernel(
                "it is not in the queue of accept", listener, s -> s.queues().receive() == 0);
        return slow;
    }

    private static long halfOpen(Fd listener) throws IOException {
        return KernelSockets.now().countAt(listener, SocketState.SYN_RECV);
    }

    private static void recover(Experiment lab, Side client, Fd slow) throws IOException {
        lab.say("The client hears again. The next SYN ACK completes the handshake.");
        Deafness.end(client, slow);
        Nonblocking calls = new Nonblocking(client);
        lab.check("it is connected", Poll.POLLOUT, calls.poll(slow, Poll.POLLOUT, 10_000));
        lab.ladder(slow);
    }

    private static void flood(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        if (!lab.network().alone() || !Files.isReadable(COUNTERS) || !usesCookies()) {
            lab.unseen("a full SYN queue and SYN cookies (that needs a network of the lab's own)");
            return;
        }
        int backlog = lab.number(BACKLOG);
        lab.say(
                String.format(
                        Locale.ROOT,
                        "A small flood: clients that never answer, until the queue is full (the"
                                + " backlog is %d).",
                        backlog));
        server.accept(listener, "served");
        long before = counter("SyncookiesSent");
        int deaf = 0;
        while (counter("SyncookiesSent") == before && deaf < 2 * backlog + 2) {
            deaf(client.quiet(), listener, "flooder");
            deaf++;
        }
        client.show("connect(flooder[i], ...)", -Errno.EINPROGRESS);
        lab.check(
                "the last was answered by a cookie (SyncookiesSent)",
                counter("SyncookiesSent") > before);
        lab.check(
                "as many are half open as the backlog says (Linux lets one more in)",
                backlog + 1L,
                halfOpen(listener));
        lab.sockets();
        lab.ask("The queue is full of clients that never answer. Can an honest client connect?");
        Fd honest = client.socket("honest");
        lab.check("an honest client still connects", 0, client.connect(honest, listener));
        lab.check(
                "it came by a cookie, too: its ACK has brought it back (SyncookiesRecv)",
                lab.await(() -> counter("SyncookiesRecv") > 0));
        Fd served = server.accept(listener, "welcome");
        client.send(honest, "hello");
        lab.check("and is served", 5, server.recv(served, 64));
    }

    private static boolean usesCookies() throws IOException {
        return Files.isReadable(COOKIES) && !Files.readString(COOKIES).strip().equals("0");
    }

    /** A counter of TcpExt in this network; its names stand in one line, its values in the next. */
    private static long counter(String name) throws IOException {
        List<String> lines =
                Files.readAllLines(COUNTERS, ISO_8859_1).stream()
                        .filter(line -> line.startsWith("TcpExt:"))
                        .toList();
        List<String> names = Arrays.asList(lines.get(0).split(" ", -1));
        return Long.parseLong(lines.get(1).split(" ", -1)[names.indexOf(name)]);
    }
}

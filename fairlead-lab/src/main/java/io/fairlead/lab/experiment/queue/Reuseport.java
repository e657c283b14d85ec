package io.fairlead.lab.experiment.queue;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.KernelSockets;
import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.Part;
import io.fairlead.lab.Side;
import io.fairlead.net.Endpoint;
import io.fairlead.posix.Errno;
import io.fairlead.posix.SocketConstants;
import io.fairlead.stat.SocketState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Several listeners at one port: SO_REUSEPORT of socket(7). */
public final class Reuseport implements Lab {
    /** So many that by chance alone all go to one listener once in 500 billion runs. */
    private static final LabParameter CLIENTS = new LabParameter("clients", 40, 30, 200);

    /** No other lab's: one that left connections in TIME_WAIT there would be in the way. */
    private static final int PORT = 7017;

    private static final Path MIGRATE = Path.of("/proc/sys/net/ipv4/tcp_migrate_req");

    @Override
    public String name() {
        return "reuseport";
    }

    @Override
    public String summary() {
        return "SO_REUSEPORT: two listeners at one port, each with a queue of its own";
    }

    @Override
    public String expectation() {
        return "A second socket cannot bind a port that is taken: EADDRINUSE. With SO_REUSEPORT on"
                + " both it can, and the kernel gives each connection to one of them, by a hash of"
                + " the two addresses and ports. Each listener has a queue of its own: who closes"
                + " one breaks off the connections in it, though the other could have taken them.";
    }

    @Override
    public List<LabParameter> parameters() {
        return List.of(CLIENTS);
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        taken(lab, server);
        lab.say("With the option on both, before bind, it works: the user must be the same.");
        Fd left = server.socket("left");
        shared(server, left);
        lab.check("the first binds", 0, server.bind(left, PORT));
        Fd right = server.socket("right");
        shared(server, right);
        lab.check("and so does the second", 0, server.bind(right, address(left)));
        server.listen(left, lab.number(CLIENTS));
        server.listen(right, lab.number(CLIENTS));
        List<Fd> callers = connect(lab, left, right);
        close(lab, server, left, right, callers);
    }

    private static void taken(Experiment lab, Side server) {
        lab.say("Without the option a port is one socket's.");
        Fd first = server.socket("first");
        server.bind(first, PORT);
        Fd second = server.socket("second");
        lab.checkErrno("bind fails", Errno.EADDRINUSE, server.bind(second, address(first)));
        shared(server, second);
        lab.checkErrno(
                "one that is willing is not enough",
                Errno.EADDRINUSE,
                server.bind(second, address(first)));
        server.close(first);
        server.close(second);
    }

    private static InetSocketAddress address(Fd fd) {
        return Objects.requireNonNull(fd.local(), "bound");
    }

    private static int shared(Side server, Fd fd) {
        return server.setsockopt(fd, "SO_REUSEPORT", SocketConstants.SO_REUSEPORT, 1);
    }

    private static List<Fd> connect(Experiment lab, Fd left, Fd right) throws IOException {
        int clients = lab.number(CLIENTS);
        lab.say(String.format(Locale.ROOT, "%d clients connect. Nobody accepts yet.", clients));
        Side crowd = lab.side("client").quiet();
        List<Fd> callers = new ArrayList<>();
        int up = 0;
        for (int i = 0; i < clients; i++) {
            Fd caller = crowd.socket(String.format(Locale.ROOT, "caller[%d]", i));
            if (crowd.connect(caller, left) == 0) up++;
            callers.add(caller);
        }
        String to = Endpoint.describe(address(left));
        shownForAll(lab, "client", "connect(caller[i], %s)".formatted(to), up + " times 0");
        lab.check("each connect succeeded", clients, up);
        boolean sum = lab.await(() -> queued(left) + queued(right) == clients);
        lab.check("each is in the queue of one of them", sum);
        lab.check("the first has some", queued(left) > 0);
        lab.check("and so has the second", queued(right) > 0);
        lab.add(new Part.Sockets(KernelSockets.now().lines(List.of(left, right))));
        return callers;
    }

    private static void shownForAll(Experiment lab, String who, String call, String result) {
        int clients = lab.number(CLIENTS);
        lab.side(who)
                .show(
                        String.format(Locale.ROOT, "for (i = 0; i < %d; i++) %s", clients, call),
                        0,
                        result);
    }

    private static long queued(Fd listener) throws IOException {
        return KernelSockets.now().of(listener).map(socket -> socket.queues().receive()).orElse(0L);
    }

    private static void close(Experiment lab, Side server, Fd left, Fd right, List<Fd> callers)
            throws IOException {
        if (migrates()) {
            lab.say("net.ipv4.tcp_migrate_req is on here: close would hand its queue over.");
            return;
        }
        lab.ask("The server closes the second listener. What becomes of the clients in its queue?");
        lab.say(
                "The server closes the second. What waited in its queue is reset, and not moved to"
                        + " the first: accept until EAGAIN, before close, or let the kernel move it"
                        + " (net.ipv4.tcp_migrate_req, Linux 5.14).");
        long queued = queued(right);
        server.close(right);
        boolean all = lab.await(() -> lost(callers).size() == queued);
        lab.check("as many connections are gone as it had", all);
        List<Fd> lost = lost(callers);
        Side quiet = lab.side("client").quiet();
        boolean reset = true;
        for (Fd caller : lost) reset &= quiet.recv(caller, 1024) == -Errno.ECONNRESET;
        lab.side("client").show("recv(caller[i], 1024, 0)", -Errno.ECONNRESET);
        lab.check("recv says so to each of them", reset);
        if (!lost.isEmpty()) lab.ladder(lost.getFirst());
        accept(lab, server, left, callers.size() - lost.size());
    }

    private static boolean migrates() throws IOException {
        return Files.exists(MIGRATE) && Files.readString(MIGRATE).strip().equals("1");
    }

    private static List<Fd> lost(List<Fd> callers) throws IOException {
        KernelSockets now = KernelSockets.now();
        return callers.stream().filter(each -> now.state(each) == SocketState.CLOSED).toList();
    }

    private static void accept(Experiment lab, Side server, Fd left, int count) throws IOException {
        lab.say("The first knows nothing of it. It accepts what is in its own queue.");
        Side quiet = server.quiet();
        int accepted = 0;
        while (accepted < count && quiet.accept(left, "served").number() >= 0) accepted++;
        server.show("while (queued) accept(left)", 0, "served[i]");
        lab.check("that is all the others", count, accepted);
        lab.check("its queue is empty", 0L, queued(left));
        Side client = lab.side("client");
        Fd late = client.socket("late");
        lab.check("who connects now is not refused", 0, client.connect(late, left));
        lab.check("it is in its queue", lab.await(() -> queued(left) == 1));
        lab.say(
                "Servers use this so that each process or loop has a queue of its own, and a new"
                        + " version can start beside the old. Datagrams are spread in the same way."
                        + " A program can choose instead of the hash: SO_ATTACH_REUSEPORT_EBPF.");
    }
}

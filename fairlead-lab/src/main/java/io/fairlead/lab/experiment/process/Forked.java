package io.fairlead.lab.experiment.process;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Nonblocking;
import io.fairlead.lab.Part;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Connected;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Poll;
import io.fairlead.stat.SocketState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

/** What a child process inherits, and which copies must be closed: fork(2), close(2). */
public final class Forked implements Lab {
    private static final int LISTENER = ShellChild.FIRST;
    private static final int SERVED = ShellChild.FIRST + 1;

    /** No other lab's: it is left in TIME_WAIT. */
    private static final int PORT = 7121;

    @Override
    public String name() {
        return "fork";
    }

    @Override
    public String summary() {
        return "a process for each client: a copy left open, and the FIN that never goes";
    }

    @Override
    public String expectation() {
        return "fork copies the table of descriptors: parent and child both hold the listener and"
                + " the connection. The kernel ends a connection only when the last copy is closed."
                + " So a parent that keeps its copy keeps the client waiting for the end; and a"
                + " child that keeps the listener keeps the port, even when the server has ended.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Fd listener = server.listening("listener", PORT, 5);
        parentKeepsConnection(lab, client, server, listener);
        childKeepsListener(lab, client, server, listener);
        lab.say(
                "So right after fork the parent closes the connection and the child closes the"
                        + " listener. For programs that a server starts with exec, FD_CLOEXEC"
                        + " (SOCK_CLOEXEC, accept4) does it: see the lab descriptors. Threads are"
                        + " different: see the lab threads-share.");
    }

    private static void parentKeepsConnection(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say(
                "The server accepts a client and makes a child process for it. (A Java process"
                        + " cannot fork alone: the lab uses posix_spawn, which is fork and exec in"
                        + " one call. The child is a shell that does what the lab tells it.)");
        Connected pair = Connected.between(client, "ada", server, "served", listener);
        try (ShellChild worker = ShellChild.start(server, "worker", listener, pair.served())) {
            table(lab, worker, listener, pair.served());
            lab.check(
                    "descriptor 4 of the worker is the same socket as served in the server",
                    ProcFiles.target(pair.served().number()),
                    worker.target(SERVED));
            worker.run("echo hello >&4", "send(served, \"hello\\n\", 6, 0)", "6", lab);
            lab.check("the client gets the worker's answer", 6, client.recv(pair.talker(), 1024));
            lab.awaitArrival(pair.served());
            lab.checkPackets(
                    "so far: the handshake, the answer and its ACK",
                    "client SYN",
                    "server SYN ACK",
                    "client ACK",
                    "server PSH ACK",
                    "client ACK");
            noFin(lab, client, server, worker, pair);
        }
    }

    private static void table(Experiment lab, ShellChild worker, Fd listener, Fd served) {
        lab.add(
                new Part.Table(
                        List.of("socket", "in the server", "in the worker"),
                        List.of(
                                row("listener", listener, worker.target(LISTENER)),
                                row("served", served, worker.target(SERVED)))));
    }

    private static List<String> row(String name, Fd fd, String target) {
        boolean same = !target.isEmpty() && target.equals(ProcFiles.target(fd.number()));
        return List.of(name, "open", same ? "open, the same socket" : "not open");
    }

    private static void noFin(
            Experiment lab, Side client, Side server, ShellChild worker, Connected pair)
            throws IOException {
        lab.ask("The worker has answered and closes the connection. What does the client see?");
        lab.say("The worker has answered. It closes the connection.");
        worker.closes(lab, SERVED, pair.served());
        lab.checkPackets("no FIN goes: the server still has a copy");
        Nonblocking calls = new Nonblocking(client);
        lab.check("the client sees no end", 0, calls.poll(pair.talker(), Poll.POLLIN, 0));
        lab.checkState(
                "both ends are still in ESTABLISHED", SocketState.ESTABLISHED, pair.served());
        lab.sockets();
        lab.say("Only when the server closes its copy, which is the last, the kernel sends FIN.");
        server.close(pair.served());
        lab.checkPacket("now FIN goes", "server FIN ACK");
        lab.check("the client is told of the end", 0, client.recv(pair.talker(), 1024));
        client.close(pair.talker());
        lab.ladder();
        lab.say(
                "A server that forgets this close loses a descriptor with each client, until accept"
                        + " fails with EMFILE; and no client ever learns that its answer is"
                        + " whole.");
    }

    private static void childKeepsListener(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say("The other copy. This time the server closes its copy of the connection at once.");
        Connected pair = Connected.between(client, "bob", server, "attended", listener);
        InetSocketAddress address = Objects.requireNonNull(listener.local());
        try (ShellChild worker = ShellChild.start(server, "worker2", listener, pair.served())) {
            server.close(pair.served());
            lab.ask("The server ends, its worker still serves. Can the server start again?");
            lab.say("The server ends while its worker still serves, and is started again.");
            server.close(listener);
            Fd again = server.socket("again");
            server.reuseAddress(again);
            int bound = server.bind(again, address);
            lab.checkErrno("bind fails, in spite of SO_REUSEADDR", Errno.EADDRINUSE, bound);
            lab.checkState(
                    "the port is in LISTEN: the worker holds the listener",
                    SocketState.LISTEN,
                    listener);
            Fd late = client.socket("late");
            int connected = client.connect(late, address);
            lab.check("clients still connect, and nobody will ever accept them", 0, connected);
            lab.say("The worker closes the listener, as it should have done when it began.");
            worker.closes(lab, LISTENER, listener);
            int reset = client.recv(late, 1024);
            lab.checkErrno("the client in the queue is reset", Errno.ECONNRESET, reset);
            lab.check("bind succeeds now", 0, server.bind(again, address));
            lab.check("and so does listen", 0, server.listen(again, 5));
            worker.run("echo bye >&4", "send(attended, \"bye\\n\", 4, 0)", "4", lab);
            lab.check("the worker serves on all the same", 4, client.recv(pair.talker(), 1024));
            worker.closes(lab, SERVED, pair.served());
            lab.check(
                    "its close is the last one: the client is told of the end",
                    0,
                    client.recv(pair.talker(), 1024));
        }
    }
}

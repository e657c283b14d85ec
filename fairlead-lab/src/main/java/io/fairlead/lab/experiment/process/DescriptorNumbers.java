package io.fairlead.lab.experiment.process;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Connected;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.FileConstants;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketConstants;
import java.io.IOException;

/** What the number that socket(2) gives is: dup(2), fcntl(2), execve(2), getrlimit(2). */
public final class DescriptorNumbers implements Lab {
    @Override
    public String name() {
        return "descriptors";
    }

    @Override
    public String summary() {
        return "a socket is a number: dup, what a started program inherits, and EMFILE";
    }

    @Override
    public String expectation() {
        return "A descriptor is a number: the place of an open socket in the table of the process."
                + " The kernel gives the lowest that is free. dup gives the same socket a second"
                + " number, and a program that is started keeps those without FD_CLOEXEC. When the"
                + " table is full, accept fails with EMFILE, and the client stays in the queue.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        lowest(lab, server);
        Fd listener = server.listening("listener", 7007, 5);
        twice(lab, client, server, listener);
        inherited(lab, server);
        new FullTable(lab, client, server, listener).run();
        lab.say(
                "ls -l /proc/PID/fd shows the table of any process. `fairlead stat` names the"
                        + " program that has a socket; `ulimit -n` is the limit of a shell.");
    }

    private static void lowest(Experiment lab, Side server) {
        lab.ask("Two sockets are made, the first is closed. Which number does the next one get?");
        lab.say("Which number a new socket gets. (Names stand for the numbers here.)");
        Fd first = server.socket("first");
        Fd second = server.socket("second");
        int number = first.number();
        server.close(first);
        Fd third = server.socket("third");
        lab.check(
                "the third has the number of the first, which was free again",
                number,
                third.number());
        lab.say(
                "So a number that was closed soon means another socket: a program that still uses"
                        + " it talks to somebody else. See the lab threads-share.");
        server.close(second);
        server.close(third);
    }

    private static void twice(Experiment lab, Side client, Side server, Fd listener)
            throws IOException {
        lab.say("dup: a second number for the same socket.");
        Connected pair = Connected.between(client, "talker", server, "served", listener);
        Fd served = pair.served();
        Fd copy = server.opened("dup(served)", "copy", fcntl(served, FileConstants.F_DUPFD, 0));
        lab.check(
                "both are the same socket",
                ProcFiles.target(served.number()),
                ProcFiles.target(copy.number()));
        fcntl(copy, FileConstants.F_SETFL, FileConstants.O_NONBLOCK);
        server.show("fcntl(copy, F_SETFL, O_NONBLOCK)", 0);
        boolean shared = (fcntl(served, FileConstants.F_GETFL, 0) & FileConstants.O_NONBLOCK) != 0;
        server.show("fcntl(served, F_GETFL)", 0, shared ? "O_RDWR|O_NONBLOCK" : "O_RDWR");
        lab.check("O_NONBLOCK belongs to the socket: both have it", shared);
        int ofServed = fcntl(served, FileConstants.F_GETFD, 0);
        int ofCopy = fcntl(copy, FileConstants.F_GETFD, 0);
        server.show("fcntl(served, F_GETFD)", ofServed, ofServed == 1 ? "FD_CLOEXEC" : "0");
        server.show("fcntl(copy, F_GETFD)", ofCopy);
        lab.check("FD_CLOEXEC belongs to the number: the copy does not have it", 0, ofCopy);
        lab.checkPacket("the connection is up", "client ACK");
        server.close(served);
        lab.checkPackets("one number is closed: the connection does not notice");
        lab.check("the other number still sends", 6, server.send(copy, "hello\n"));
        lab.check("and the client receives it", 6, client.recv(pair.talker(), 64));
        server.close(copy);
        lab.checkPacket("the last number is closed: FIN goes", "server FIN ACK");
        lab.check("the client is told of the end", 0, client.recv(pair.talker(), 64));
    }

    private static int fcntl(Fd fd, int command, int argument) {
        return new Descriptors(new Posix()).fcntl(fd.number(), command, argument);
    }

    private static void inherited(Experiment lab, Side server) throws IOException {
        lab.say("The server starts a program. One of two sockets has FD_CLOEXEC.");
        int stream = SocketConstants.SOCK_STREAM;
        Fd open =
                server.opened(
                        "socket(AF_INET, SOCK_STREAM, 0)",
                        "open",
                        server.sockets().socket(SocketConstants.AF_INET, stream, 0));
        Fd hidden =
                server.opened(
                        "socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)",
                        "hidden",
                        server.sockets()
                                .socket(
                                        SocketConstants.AF_INET,
                                        stream | SocketConstants.SOCK_CLOEXEC,
                                        0));
        try (ShellChild program = ShellChild.execute(server, "program")) {
            lab.check(
                    "the program has the socket without FD_CLOEXEC, under the same number",
                    ProcFiles.target(open.number()),
                    program.target(open.number()));
            lab.check("it does not have the other", "", program.target(hidden.number()));
        }
        lab.say(
                "Few programs know what they inherited, and none closes it: a connection does not"
                        + " end then, and a port stays taken (see the lab fork). So give"
                        + " SOCK_CLOEXEC to socket and accept4, in each program that starts"
                        + " others.");
        server.close(open);
        server.close(hidden);
    }
}

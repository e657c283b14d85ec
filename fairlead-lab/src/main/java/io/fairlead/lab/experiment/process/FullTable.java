package io.fairlead.lab.experiment.process;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Side;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.FileConstants;
import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.process.ProcessConstants;
import io.fairlead.posix.process.Rlimits;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * A server whose table of descriptors is full. The limit of this process is lowered for a few calls
 * at a time, which are shown afterwards, as other threads must be able to open files. For the lab's
 * thread.
 */
final class FullTable {
    private final Experiment lab;
    private final Side client;
    private final Side server;
    private final Fd listener;
    private final Posix posix = new Posix();
    private final Descriptors descriptors = new Descriptors(posix);
    private final Rlimits limits = new Rlimits(posix);
    private final Poll poll = new Poll(posix);

    FullTable(Experiment lab, Side client, Side server, Fd listener) {
        this.lab = lab;
        this.client = client;
        this.server = server;
        this.listener = listener;
    }

    void run() throws IOException {
        lab.say(
                "EMFILE. Each process may have so many descriptors (RLIMIT_NOFILE, 1,024 in many"
                        + " shells). The lab lowers the limit to what is open; then a client"
                        + " connects.");
        Fd spare = duplicate("spare");
        Fd late = client.socket("late");
        lab.check("connect succeeds: the kernel accepts it", 0, client.connect(late, listener));
        int[] results = withoutRoom(() -> new int[] {accept(), ready()});
        server.show("setrlimit(RLIMIT_NOFILE, {as many as are open})", 0);
        server.show("accept(listener)", results[0]);
        lab.checkErrno("accept fails", Errno.EMFILE, results[0]);
        String shown = results[1] == Poll.POLLIN ? "POLLIN" : Integer.toString(results[1]);
        server.show("poll(listener, POLLIN, 0)", results[1], shown);
        lab.check(
                "poll says POLLIN again: a loop that only tries again takes a whole processor",
                Poll.POLLIN,
                results[1]);
        lab.checkKernel("the client still waits", listener, s -> s.queues().receive() == 1);
        politely(spare, late);
        lab.say(
                "The other way is to wait some milliseconds, or to stop accepting until a"
                        + " connection ends. Both leave the clients in the queue; so does Fairlead,"
                        + " which tries again after 5 ms, then 10 ms, and so on up to 1 s.");
    }

    private Fd duplicate(String named) {
        int number = descriptors.fcntl(listener.number(), FileConstants.F_DUPFD_CLOEXEC, 0);
        return server.opened("fcntl(listener, F_DUPFD_CLOEXEC, 0)", named, number);
    }

    private int accept() {
        return server.sockets().accept4(listener.number(), SocketConstants.SOCK_CLOEXEC);
    }

    private int ready() {
        return poll.poll(listener.number(), Poll.POLLIN, 0);
    }

    /** Makes calls while no number is free, below those that are open. */
    private int[] withoutRoom(Supplier<int[]> calls) {
        limits.getrlimit(ProcessConstants.RLIMIT_NOFILE);
        long current = limits.current();
        long max = limits.max();
        int lowestFree = descriptors.fcntl(listener.number(), FileConstants.F_DUPFD_CLOEXEC, 0);
        descriptors.close(lowestFree);
        limits.setrlimit(ProcessConstants.RLIMIT_NOFILE, lowestFree, max);
        try {
            return calls.get();
        } finally {
            limits.setrlimit(ProcessConstants.RLIMIT_NOFILE, current, max);
        }
    }

    /** The trick with a descriptor in reserve. */
    private void politely(Fd spare, Fd late) throws IOException {
        lab.say(
                "A server that wants to tell its clients keeps any descriptor in reserve: it closes"
                        + " that, accepts, says that it is busy, closes, and opens the reserve"
                        + " again.");
        int[] results = withoutRoom(() -> new int[] {descriptors.close(spare.number()), accept()});
        server.show("close(spare)", results[0]);
        Fd served = server.opened("accept(listener)", "served", results[1]);
        lab.check("accept succeeds, with the number of the reserve", spare.number(), results[1]);
        server.send(served, "busy, try again later\n");
        server.close(served);
        lab.check("the client is told", 22, client.recv(late, 64));
        lab.check("and then that it is over", 0, client.recv(late, 64));
        duplicate("spare again");
    }
}

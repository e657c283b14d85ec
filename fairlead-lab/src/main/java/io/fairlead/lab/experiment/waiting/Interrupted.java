package io.fairlead.lab.experiment.waiting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.lab.experiment.Blocked;
import io.fairlead.lab.experiment.Transfer;
import io.fairlead.posix.Errno;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.Timeval;
import io.fairlead.posix.process.ProcessConstants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Signals that come while a call waits: signal(7), "Interruption of system calls". */
public final class Interrupted implements Lab {
    /**
     * The JDK wakes its own threads with it (NativeThread in sun.nio.ch): its handler does nothing,
     * and has no SA_RESTART.
     */
    private static final int SIGRTMAX_2 = 62;

    @Override
    public String name() {
        return "interrupted";
    }

    @Override
    public String summary() {
        return "EINTR: a signal comes while recv waits";
    }

    @Override
    public String expectation() {
        return "A signal for which a program has a handler wakes a call that waits: recv fails with"
                + " EINTR, and nothing is lost. With SA_RESTART the kernel repeats the call"
                + " instead, and the program sees nothing. But not where the wait has a limit:"
                + " with SO_RCVTIMEO it is EINTR all the same, as it is for poll and epoll_wait.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        Side someone = lab.side("someone");
        Fd listener = server.listening("listener", 7007, 5);
        Fd talker = client.socket("talker");
        client.connect(talker, listener);
        Fd served = server.accept(listener, "served");
        Wait wait = new Wait(lab, server, served, client, talker, someone);
        waitFor(server, served, 0);
        boolean handled = isCaught(SIGRTMAX_2) && isCaught(ProcessConstants.SIGPIPE);
        if (!handled || !Blocked.isVisible()) {
            lab.unseen("recv and signals, on another JVM or without /proc");
            return;
        }
        withoutRestart(wait);
        withRestart(wait);
        withTimeout(wait);
    }

    /** A server that waits for a client, and someone who sends signals. */
    private record Wait(
            Experiment lab, Side server, Fd served, Side client, Fd talker, Side someone) {}

    private static void waitFor(Side side, Fd fd, int seconds) {
        int option = SocketConstants.SO_RCVTIMEO;
        int result = Timeval.set(side.sockets(), fd.number(), option, Duration.ofSeconds(seconds));
        String value = String.format(Locale.ROOT, "{tv_sec=%d, tv_usec=0}", seconds);
        side.show("setsockopt(%s, SOL_SOCKET, SO_RCVTIMEO, %s)".formatted(fd, value), result);
    }

    /** Whether this process has a handler for a signal, SigCgt of proc_pid_status(5). */
    private static boolean isCaught(int signal) throws IOException {
        String word = "SigCgt:";
        return Files.readAllLines(Path.of("/proc/self/status"), UTF_8).stream()
                .filter(line -> line.startsWith(word))
                .mapToLong(
                        line -> Long.parseUnsignedLong(line.substring(word.length()).strip(), 16))
                .anyMatch(set -> (set >>> (signal - 1) & 1) == 1);
    }

    private static void withoutRestart(Wait wait) throws IOException {
        wait.lab.say(
                "The server waits in recv, without a limit; a call is shown when it returns. Then a"
                        + " signal comes. The JDK has a handler for SIGRTMAX-2, which does nothing"
                        + " and has no SA_RESTART: this is how it wakes its own threads.");
        try (Blocked blocked = Blocked.in(wait.lab, wait.server, wait.served)) {
            wait.lab.check("the server sleeps in recv", blocked.isAsleep());
            wait.lab.ask("A signal comes, and no byte. Does recv go on waiting?");
            blocked.signal(wait.someone, SIGRTMAX_2, "SIGRTMAX-2");
            wait.lab.checkErrno("recv fails", Errno.EINTR, blocked.result().result());
        }
        wait.lab.say("Nothing has happened to the connection: the server simply calls again.");
        wait.client.send(wait.talker, "Hello");
        String again = Transfer.recv(wait.server, wait.served, 64).text();
        wait.lab.check("the next recv succeeds", "Hello", again);
    }

    private static void withRestart(Wait wait) throws IOException {
        wait.lab.say(
                "A handler with SA_RESTART: that of the JVM for SIGPIPE, which does nothing, too."
                        + " The thread wakes, the handler runs, and recv goes on waiting.");
        try (Blocked blocked = Blocked.in(wait.lab, wait.server, wait.served)) {
            long sleeps = blocked.sleeps();
            blocked.signal(wait.someone, ProcessConstants.SIGPIPE, "SIGPIPE");
            boolean again = wait.lab.await(() -> blocked.sleeps() > sleeps && blocked.isAsleep());
            wait.lab.check("the server woke, and sleeps in recv again", again);
            wait.client.send(wait.talker, "Hi");
            wait.lab.check("recv saw nothing of it", "Hi", blocked.result().text());
        }
    }

    private static void withTimeout(Wait wait) throws IOException {
        wait.lab.say("The same handler, but now recv may wait for ten seconds at most.");
        waitFor(wait.server, wait.served, 10);
        try (Blocked blocked = Blocked.in(wait.lab, wait.server, wait.served)) {
            blocked.signal(wait.someone, ProcessConstants.SIGPIPE, "SIGPIPE");
            wait.lab.checkErrno("recv fails", Errno.EINTR, blocked.result().result());
        }
        wait.lab.say(
                "So SA_RESTART does not save a program from EINTR. A loop around the call does:"
                        + " while ((n = recv(...)) < 0 && errno == EINTR). Except close: on Linux"
                        + " the descriptor is gone, and may be another's by then.");
    }
}

package io.fairlead.learn.check;

import io.fairlead.stat.End;
import io.fairlead.stat.KernelSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The program as it runs, and the way to it. For one thread. */
final class LearnerServer implements AutoCloseable {
    private static final int PORT_MIN = 10_000;
    private static final int CLIENTS_PORT_MIN = 32_768; // ip(7), ip_local_port_range
    private static final int STARTS_MAX = 3;
    private static final int PORT_TRIES = 100;
    private static final long LOOK_NS = 10_000_000;
    private static final int START_PATIENCE = 5;

    private final Exercise exercise;
    private volatile @Nullable Subject subject;
    private volatile boolean closed;
    private @Nullable InetSocketAddress address;
    private @Nullable Ladder ladder;
    private String scheme = "";
    private int told;

    LearnerServer(Exercise exercise) {
        this.exercise = exercise;
    }

    Kind kind() {
        return exercise.kind();
    }

    Exercise exercise() {
        return exercise;
    }

    Subject subject() {
        return Objects.requireNonNull(subject, "started");
    }

    /** Where it listens, for a client of this machine. */
    InetSocketAddress address() {
        return Objects.requireNonNull(address, "listens");
    }

    boolean isDatagram() {
        return scheme.equals("udp");
    }

    /** Whether it still runs and there is a way to it. */
    boolean isUp() {
        Subject started = subject;
        return started != null && address != null && started.isRunning();
    }

    /** What the kernel has now. */
    KernelView kernel() throws IOException {
        return KernelView.now(kind().schemes(), subject().members());
    }

    Waiting waiting() {
        return new Waiting(subject().members(), exercise.patience());
    }

    /**
     * Starts it, on a port that is free if it is told one, and waits until it listens.
     *
     * @throws IOException if there is no such program, or no port
     */
    CheckResult start() throws IOException {
        boolean chosen = exercise.tellsPort() && exercise.port() == 0;
        CheckResult started;
        int starts = 0;
        do {
            stop();
            told = chosen ? freePort() : exercise.port();
            started = startAt(told);
        } while (chosen && ++starts < STARTS_MAX && hasLostItsPort());
        return started;
    }

    /** Whether somebody else has taken the port since it was free: no fault of the program. */
    private boolean hasLostItsPort() {
        if (subject().isRunning()) return false;
        return subject().obituary().stream().anyMatch(line -> line.contains("already in use"));
    }

    /** Starts it once more where it was. */
    CheckResult startAgain() throws IOException {
        int port = exercise.tellsPort() ? told : exercise.port();
        InetSocketAddress before = address();
        stop();
        CheckResult finding = startAt(port);
        address = address == null ? before : address;
        return finding;
    }

    private CheckResult startAt(int port) throws IOException {
        Subject started = Subject.start(exercise.commandFor(port));
        subject = started;
        if (closed) started.close();
        return awaitListening(port);
    }

    /** One that the kernel gives to no client: the program is to have it after a restart, too. */
    private static int freePort() throws IOException {
        IOException taken = new IOException("no port is free");
        for (int i = 0; i < PORT_TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(PORT_MIN, CLIENTS_PORT_MIN);
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (IOException e) {
                taken = e;
            }
        }
        throw taken;
    }

    private CheckResult awaitListening(int port) throws IOException {
        Waiting waiting =
                new Waiting(subject().members(), exercise.patience().multipliedBy(START_PATIENCE));
        while (true) {
            boolean running = subject().isRunning();
            List<KernelSocket> found = kernel().listening();
            if (!found.isEmpty()) return judged(found, port);
            if (!running || waiting.isOver()) return silent(running);
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    private CheckResult silent(boolean running) {
        String what = String.join(" or ", kind().schemes().stream().sorted().toList());
        List<String> evidence = new ArrayList<>(subject().obituary());
        if (!running) {
            String sentence = "The program ended before it listened: it " + subject().end() + ".";
            return CheckResult.wrong(Topic.LISTENS, sentence, evidence);
        }
        String sentence =
                "The program runs, but it has no " + what + " socket that waits for clients.";
        return CheckResult.wrong(Topic.LISTENS, sentence, evidence);
    }

    /** Whether one of its sockets is where it should be. */
    private CheckResult judged(List<KernelSocket> found, int port) {
        for (KernelSocket socket : found) {
            if (port == 0 || socket.local().port() == port) return judged(socket);
        }
        KernelSocket first = found.getFirst();
        int actual = first.local().port();
        List<String> evidence = List.of("it listens on " + first.local() + ", not on port " + port);
        boolean swapped = Short.reverseBytes((short) port) == (short) actual;
        String reason =
                swapped
                        ? "its port is in the byte order of this machine: use htons(%s)"
                                .formatted(port)
                        : "it was to listen on port " + port;
        return CheckResult.wrong(
                Topic.LISTENS, "It listens on port " + actual + ": " + reason + ".", evidence);
    }

    private CheckResult judged(KernelSocket socket) {
        End local = socket.local();
        InetSocketAddress bound = Objects.requireNonNull(local.inet());
        scheme = socket.protocol().scheme();
        InetAddress four = InetAddress.ofLiteral("127.0.0.1");
        InetAddress six = InetAddress.ofLiteral("::1");
        boolean isSix = bound.getAddress() instanceof java.net.Inet6Address && !local.dual();
        InetAddress loopback = isSix ? six : four;
        address = new InetSocketAddress(loopback, bound.getPort());
        if (local.isAny() || bound.getAddress().equals(loopback)) {
            return CheckResult.right(Topic.LISTENS);
        }
        return CheckResult.wrong(
                Topic.LISTENS,
                "It listens on %s alone: a client of 127.0.0.1 does not reach it.".formatted(local),
                List.of("it listens on " + local));
    }

    TestClient call() throws IOException {
        return new TestClient(this);
    }

    /** Packets of what follows are kept, if this user may see them. */
    void beginLadder() throws IOException {
        endLadder();
        ladder = Ladder.begin(address().getPort());
    }

    private void endLadder() {
        if (ladder != null) ladder.close();
        ladder = null;
    }

    /** What a client sent and got, the kernel's sockets and the packets. */
    List<String> evidence(TestClient caller) throws IOException {
        List<String> evidence = new ArrayList<>(caller.story());
        evidence.addAll(state());
        if (ladder != null) evidence.addAll(ladder.of(caller.local()));
        return evidence;
    }

    /** The kernel's sockets, and how the program ended if it did. */
    List<String> state() throws IOException {
        List<String> lines = new ArrayList<>();
        if (!subject().isRunning()) lines.addAll(subject().obituary());
        lines.addAll(kernel().lines(address().getPort()));
        return lines;
    }

    /** Where a client may be called from: any port of the loopback. */
    static SocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    /** Ends the program; another may be started. */
    void stop() {
        endLadder();
        Subject started = subject;
        if (started != null) started.close();
        subject = null;
        address = null;
    }

    /** Ends the program and all that it has started, for good; from any thread. */
    @Override
    public void close() {
        closed = true;
        Subject started = subject;
        if (started != null) started.close();
    }
}

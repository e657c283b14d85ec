package io.fairlead.lab;

import io.fairlead.posix.Errno;
import io.fairlead.stat.KernelSocket;
import io.fairlead.stat.SocketState;
import io.fairlead.trace.CaptureException;
import io.fairlead.trace.Step;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a lab writes to: sentences, calls by its {@link Side}s, checks, and what the kernel and the
 * wire say of them.
 *
 * <p>For the lab's thread; sides may work on threads of their own. Whatever they opened is closed
 * at the end.
 */
public final class Experiment {
    /** How long the kernel may take to do what a check waits for. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long LOOK_EVERY_NS = 2_000_000;

    private final Network network;
    private final Map<String, Integer> numbers;
    private final Consumer<Part> listener;
    private final List<Part> parts = new ArrayList<>();
    private final OpenSockets sockets = new OpenSockets();
    private final Set<InetSocketAddress> servers = ConcurrentHashMap.newKeySet();
    private @Nullable Packets packets;

    private Experiment(Network network, Map<String, Integer> numbers, Consumer<Part> listener) {
        this.network = network;
        this.numbers = Map.copyOf(numbers);
        this.listener = listener;
    }

    /** A question to the kernel. */
    @FunctionalInterface
    public interface Question {
        /** Whether it is so by now. */
        boolean isSo() throws IOException;
    }

    /**
     * Runs a lab, and closes what it opened.
     *
     * @param listener hears each part at once
     * @throws IOException if the machine does not allow looking at its sockets or packets
     */
    public static Report run(Lab lab, Network network, Consumer<Part> listener) throws IOException {
        return run(lab, network, Map.of(), listener);
    }

    /**
     * Runs a lab with numbers of one's own, and closes what it opened.
     *
     * @param numbers by the names of its {@link Lab#parameters}; each was checked
     */
    public static Report run(
            Lab lab, Network network, Map<String, Integer> numbers, Consumer<Part> listener)
            throws IOException {
        Experiment experiment = new Experiment(network, numbers, listener);
        try {
            experiment.capture();
            lab.run(experiment);
        } finally {
            experiment.close();
        }
        return new Report(lab, network, experiment.parts);
    }

    private void capture() throws IOException {
        try {
            packets = Packets.begin(servers);
        } catch (CaptureException e) {
            say("No ladder here, and no check of packets: " + e.getMessage() + ".");
        }
    }

    private void close() {
        if (packets != null) packets.close();
        sockets.close();
    }

    /** One side, which makes calls: {@code client} or {@code server}. For one thread. */
    public Side side(String name) {
        return new Side(name, this);
    }

    /** Where this runs. */
    public Network network() {
        return network;
    }

    /** The number that the lab is run with. */
    public int number(LabParameter parameter) {
        return numbers.getOrDefault(parameter.name(), parameter.usual());
    }

    /** Says something: a sentence, or several. */
    public void say(String sentence) {
        add(new Part.Sentence(sentence));
    }

    /** Asks who reads what they expect, before it is shown. */
    public void ask(String question) {
        add(new Part.Question(question));
    }

    /** Claims something. */
    public void check(String claim, boolean held) {
        Part.Verdict verdict = held ? Part.Verdict.HELD : Part.Verdict.BROKEN;
        add(new Part.Check(claim, verdict, "", ""));
    }

    /** Claims that something is as expected. */
    public void check(String claim, Object expected, Object actual) {
        boolean held = expected.equals(actual);
        Part.Verdict verdict = held ? Part.Verdict.HELD : Part.Verdict.BROKEN;
        add(new Part.Check(claim, verdict, expected.toString(), actual.toString()));
    }

    /** Claims something of packets: nobody knows, where the capture had to leave some out. */
    private void check(Packets seen, String claim, String expected, String actual) {
        if (expected.equals(actual) || !seen.haveGaps()) {
            check(claim, expected, actual);
        } else {
            unseen(claim);
        }
    }

    /** Claims that a call failed, with one of the numbers of {@link Errno}. */
    public void checkErrno(String claim, int errno, int result) {
        String actual = result < 0 ? Errno.name(-result) : "success (" + result + ")";
        check(claim, Errno.name(errno), actual);
    }

    /**
     * Claims what state the kernel has a socket in, also when the program has closed it; waits
     * until it has. CLOSED: it has forgotten it.
     */
    public void checkState(String claim, SocketState state, Fd fd) throws IOException {
        await(() -> KernelSockets.now().state(fd) == state);
        check(claim, state, KernelSockets.now().state(fd));
    }

    /** Claims something of the kernel's socket that is {@code fd}; waits until it is so. */
    public void checkKernel(String claim, Fd fd, Predicate<KernelSocket> claimed)
            throws IOException {
        check(claim, await(() -> KernelSockets.now().of(fd).filter(claimed).isPresent()));
    }

    /**
     * Claims that these packets, and no others, went since the last such check; waits for them.
     *
     * @param expected each such as {@code client SYN}, {@code server SYN ACK}, {@code client UDP};
     *     the client is who began the conversation
     */
    public void checkPackets(String claim, String... expected) throws IOException {
        Packets seen = packets;
        if (seen == null) {
            unseen(claim);
            return;
        }
        await(() -> seen.taken().size() >= expected.length);
        List<String> actual = seen.taken();
        seen.checked(actual.size());
        check(seen, claim, Packets.words(List.of(expected)), Packets.words(actual));
    }

    /** Claims that such a packet went since the last check, among others; waits for it. */
    public void checkPacket(String claim, String expected) throws IOException {
        Packets seen = packets;
        if (seen == null) {
            unseen(claim);
            return;
        }
        await(() -> seen.taken().contains(expected));
        List<String> actual = seen.taken();
        int at = actual.indexOf(expected);
        seen.checked(at + 1);
        check(seen, claim, expected, at < 0 ? Packets.words(actual) : expected);
    }

    /**
     * Claims that a packet of this mark went since the last check of packets; waits for it.
     *
     * @param expected such as {@code server zero window}: who, and the words of the mark
     */
    public void checkMark(String claim, String expected) throws IOException {
        Packets seen = packets;
        if (seen == null) {
            unseen(claim);
            return;
        }
        await(() -> seen.taken().size() > 0 && seen.firstMarked(expected) >= 0);
        int at = seen.firstMarked(expected);
        seen.checked(at + 1);
        check(seen, claim, expected, at < 0 ? Packets.words(seen.unchecked()) : expected);
    }

    /** Claims how the packets of a connection are read, such as {@link Wire#bytes}; waits. */
    public void checkWire(
            String claim, Fd fd, Function<List<Step>, String> reading, String expected)
            throws IOException {
        Packets seen = packets;
        if (seen == null) {
            unseen(claim);
            return;
        }
        await(() -> reading.apply(packetsOf(fd)).equals(expected));
        check(seen, claim, expected, reading.apply(packetsOf(fd)));
    }

    /** The packets of one connection, from its beginning; none if packets may not be captured. */
    public List<Step> packetsOf(Fd fd) throws IOException {
        Packets seen = packets;
        if (seen == null) return List.of();
        seen.take();
        return seen.of(fd);
    }

    /**
     * Waits until the peer's kernel has acknowledged all that was sent, so that it is there to be
     * read, and no late ACK comes between packets that are checked.
     */
    public void awaitArrival(Fd fd) throws IOException {
        await(() -> KernelSockets.now().isAcknowledged(fd));
    }

    /** A claim that cannot be checked on this machine. */
    public void unseen(String claim) {
        add(new Part.Check(claim, Part.Verdict.UNSEEN, "", ""));
    }

    /** Waits until something is so, for some seconds at most; whether it came to be so. */
    public boolean await(Question question) throws IOException {
        long startNs = System.nanoTime();
        while (!question.isSo()) {
            if (System.nanoTime() - startNs > PATIENCE.toNanos()) return false;
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
        return true;
    }

    /** Shows the lab's sockets as the kernel has them now. */
    public void sockets() throws IOException {
        add(new Part.Sockets(KernelSockets.now().lines(sockets.shown())));
    }

    /** Draws each conversation that went on since the last drawing, from its beginning. */
    public void ladder() throws IOException {
        if (packets == null) return;
        packets.take();
        add(new Part.Ladder(packets.draw()));
    }

    /** Draws the conversation of one socket, for all that went on since the last drawing. */
    public void ladder(Fd one) throws IOException {
        if (packets == null) return;
        packets.take();
        add(new Part.Ladder(packets.draw(one.local())));
    }

    /** What TLS carries is shown with these lines of a key log. */
    public void secrets(String lines) {
        if (packets != null) packets.secrets(lines);
    }

    /** The sockets of its sides. */
    OpenSockets open() {
        return sockets;
    }

    /** Packets from and to this address are the lab's. */
    void watch(@Nullable InetSocketAddress server) {
        if (server != null) servers.add(server);
    }

    /** Shows a part. */
    public void add(Part part) {
        synchronized (parts) {
            parts.add(part);
            listener.accept(part);
        }
    }
}

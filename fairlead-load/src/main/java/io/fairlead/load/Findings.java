package io.fairlead.load;

import io.fairlead.load.measure.KernelCounters;
import io.fairlead.load.result.Finding;
import io.fairlead.load.result.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds what limits or explains the figures of a run. For one thread. */
final class Findings {
    private static final double BUSY = 0.95;
    private static final long ANSWERS_MIN = 20;
    private static final long FLOOR_MIN_NS = 38_000_000;
    private static final long FLOOR_MAX_NS = 47_000_000;

    private final List<Finding> findings = new ArrayList<>();
    private final Load load;

    Findings(Load load) {
        this.load = load;
    }

    List<Finding> findings() {
        return findings;
    }

    private void add(String code, String sentence) {
        findings.add(new Finding(code, sentence));
    }

    /** The generator had no time to spare: the server could do more. */
    void generator(double busy, int processors) {
        // An open loop that keeps up spins until the next message is due.
        if (busy < BUSY) return;
        String wayOut =
                load.threads() < processors
                        ? "give it more threads (--threads " + 2 * load.threads() + ")"
                        : "run it on a machine with more processors, or on a different machine"
                                + " than the server";
        add(
                "generator-busy",
                String.format(
                        Locale.ROOT,
                        "the generator was busy for %.0f %% of the time: the"
                                + " figure is a lower bound; %s",
                        busy * 100,
                        wayOut));
    }

    /** The ports of one local address ran out. */
    void localPorts(int sources) {
        if (sources <= 1) return;
        add(
                "local-ports",
                String.format(
                        Locale.ROOT,
                        "local ports ran out; %d source addresses"
                                + " (127.0.0.1 to 127.0.0.%d) were used",
                        sources,
                        sources));
    }

    /** Half of all answers take about 40 ms, and next to none takes less. */
    void delayedAck(Latency service) {
        if (service.count() < ANSWERS_MIN || load.answer() == Load.Answer.NONE) return;
        boolean low = service.percentileNs(5) >= FLOOR_MIN_NS;
        boolean flat = service.percentileNs(50) <= FLOOR_MAX_NS;
        if (!low || !flat) return;
        String ms = Long.toString(Math.round(service.percentileNs(50) / 1e6));
        add(
                "delayed-ack",
                "a flat floor of "
                        + ms
                        + " ms is what Nagle's algorithm and a delayed acknowledgement add up to;"
                        + " have the server set TCP_NODELAY, or write each answer with"
                        + " one call");
    }

    /** Connections found the server's queue full: SYNs were dropped, and sent again a second on. */
    void listenQueue(KernelCounters moved) {
        if (moved.listenOverflows() <= 0 && moved.listenDrops() <= 0) return;
        String counts =
                String.format(
                        Locale.ROOT,
                        "queues of listeners on this machine overflowed %d"
                                + " times and dropped %d connections",
                        moved.listenOverflows(),
                        moved.listenDrops());
        add(
                "listen-queue",
                counts
                        + ", each of which waits a second or more; raise the server's backlog and"
                        + " net.core.somaxconn, or accept faster");
    }

    /** An open loop could not send all that was due. */
    void behind(long notSent, long messages) {
        if (notSent == 0) return;
        String counts =
                String.format(
                        Locale.ROOT,
                        "%d of %d messages were due and could not be sent by the end",
                        notSent,
                        notSent + messages);
        String most = load.connections() + " connections at depth " + load.depth();
        add(
                "behind",
                counts
                        + ": the rate is more than the server can do with "
                        + most
                        + "; the response times show how late they were");
    }

    /** In a run of both directions the server took nothing. */
    void unread(long messages) {
        if (load.kind() != Load.Kind.BIDIR || messages > 0) return;
        add(
                "unread",
                "the server did not read a whole message while it sent; for both directions it has"
                        + " to do both, as fairlead serve echo does, or make the messages smaller"
                        + " (--size)");
    }

    /**
     * Datagrams were not answered, as far as is known.
     *
     * @param dropped by the kernel of this machine, where the server or this end was too slow
     */
    void unanswered(long lost, long messages, long dropped) {
        if (lost == 0) return;
        String buffers =
                String.format(
                        Locale.ROOT,
                        "; the kernel of this machine dropped %d since a receive buffer was full"
                                + " (fairlead serve --receive-buffer, a lower --depth or --rate)",
                        dropped);
        String sentence =
                String.format(
                        Locale.ROOT,
                        "%d of %d datagrams were not answered: the server or the network dropped"
                                + " them, or the server limits how many it answers to one address"
                                + " (fairlead serve: 1000 a second; --answer-rate 0 lifts that)",
                        lost,
                        lost + messages);
        add("unanswered", sentence + (dropped == 0 ? "" : buffers));
    }
}

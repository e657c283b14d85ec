package io.fairlead.testkit.simulation;

import io.fairlead.testkit.fault.SimulatedFault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What happened in the network, in order: for a hash of it, and to be drawn. */
public final class Trace {
    private static final long PRIME = 0x100000001B3L;
    private static final int TEXT_BYTES_MAX = 64;

    /** The word of what was sent and does not arrive. */
    public static final String LOST = "lost";

    private final Timeline timeline;
    private final List<Step> steps = new ArrayList<>();
    private long hash = 0xCBF29CE484222325L;
    private boolean keeps;
    private long sentNs;

    Trace(Timeline timeline) {
        this.timeline = timeline;
    }

    /** What a step is. */
    public enum Kind {
        CONNECTED(1),
        REFUSED(2),
        DATA(3),
        END(4),
        RESET(5),
        FAULT(6),
        DATAGRAM(7);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /**
     * One thing that happened.
     *
     * @param underWayNs how long it has travelled
     * @param from the host; for a fault, where it happened
     * @param to the host; empty for a fault
     * @param connection its number; 0 if it is of none
     * @param word of a fault; {@link #LOST} for what is lost
     * @param number of bytes since the beginning, or what belongs to the fault
     * @param data the first bytes, each a character of ISO 8859-1
     */
    public record Step(
            long atNs,
            long underWayNs,
            Kind kind,
            String from,
            String to,
            int connection,
            long number,
            String word,
            String data) {}

    /** Keeps the steps, too, and not only their hash. */
    public void keep() {
        keeps = true;
    }

    /** The steps, if they are kept. */
    public List<Step> steps() {
        return steps;
    }

    /** Of everything so far. */
    public long hash() {
        return hash;
    }

    private void mix(Kind kind, int connection, long number) {
        mix(timeline.getAsLong());
        mix(kind.code | (long) connection << 8);
        mix(number);
    }

    private void mix(long value) {
        hash = (hash ^ value) * PRIME;
        hash ^= hash >>> 29;
    }

    /** When that was sent which arrives now. */
    Trace sentAt(long ns) {
        sentNs = ns;
        return this;
    }

    void data(Link link, SimulatedSocket to, long end) {
        mix(Kind.DATA, to.connection, end);
        if (!keeps) return;
        long from = to.input.arrived();
        String data =
                from >= end
                        ? ""
                        : new String(
                                to.input.bytes(from, Math.min(end, from + TEXT_BYTES_MAX)),
                                StandardCharsets.ISO_8859_1);
        step(Kind.DATA, link, to, end - from, data);
    }

    /**
     * A datagram.
     *
     * @param number of the connected socket that has to do with it; 0 if none has
     * @param kept false if nobody takes it
     */
    void datagram(Link link, int number, ByteBuffer payload, boolean kept) {
        int size = payload.limit();
        mix(Kind.DATAGRAM, number, size);
        if (!keeps) return;
        ByteBuffer shown = payload.slice(0, Math.min(size, TEXT_BYTES_MAX));
        String data = StandardCharsets.ISO_8859_1.decode(shown).toString();
        String word = kept ? "" : LOST;
        add(link, new What(Kind.DATAGRAM, number, size, word, data));
    }

    void end(Link link, SimulatedSocket to) {
        plain(Kind.END, link, to);
    }

    void reset(Link link, SimulatedSocket to) {
        plain(Kind.RESET, link, to);
    }

    void refused(Link link, SimulatedSocket to) {
        plain(Kind.REFUSED, link, to);
    }

    void connected(Link link, SimulatedSocket to) {
        plain(Kind.CONNECTED, link, to);
    }

    private void plain(Kind kind, Link link, SimulatedSocket to) {
        mix(kind, to.connection, 0);
        if (keeps) step(kind, link, to, 0, "");
    }

    private void step(Kind kind, Link link, SimulatedSocket to, long number, String data) {
        add(link, new What(kind, to.connection, number, to.isSilent() ? LOST : "", data));
    }

    private record What(Kind kind, int connection, long number, String word, String data) {}

    private void add(Link link, What what) {
        long underWayNs = sentNs == 0 ? 0 : timeline.getAsLong() - sentNs;
        sentNs = 0;
        steps.add(
                new Step(
                        timeline.elapsedNs(),
                        underWayNs,
                        what.kind,
                        link.from(),
                        link.to(),
                        what.connection,
                        what.number,
                        what.word,
                        what.data));
    }

    void fault(String host, int connection, SimulatedFault fault, long number) {
        String word = fault.word();
        mix(Kind.FAULT, connection, number);
        mix(word.hashCode());
        if (!keeps) return;
        long atNs = timeline.elapsedNs();
        steps.add(new Step(atNs, 0, Kind.FAULT, host, "", connection, number, word, ""));
    }
}

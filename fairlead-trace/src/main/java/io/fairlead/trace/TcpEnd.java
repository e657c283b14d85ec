package io.fairlead.trace;

import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.TcpSegment.Flag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One end of a TCP connection, as far as its segments tell. For one thread.
 *
 * <p>Numbers count from the beginning of the connection and do not wrap. Of what it has sent:
 *
 * <pre>
 *   0      1                              dataEnd  next
 *   | SYN  | bytes ... [hole) ... bytes ... | FIN  |
 * </pre>
 */
final class TcpEnd {
    private static final int HOLES_MAX = 64;

    TcpState state = TcpState.UNKNOWN;

    /** Whether it has shown a sequence number; until then the counts mean nothing. */
    boolean known;

    /** The number after the last that it has sent. */
    long next;

    /** The number after the last byte that it has sent. */
    long dataEnd;

    /** The number of the byte of the other end that it awaits; -1 before its first ACK. */
    long acknowledged = -1;

    /** How many bytes it has room for; -1 before its first segment. */
    long window = -1;

    /** By how many bits it shifts its windows; -1 where it has not said. */
    int windowScale = -1;

    /** The number of its FIN; -1 before. */
    long fin = -1;

    /** How many ACKs in a row said nothing new. */
    int duplicateAcks;

    /** When the last of them was seen. */
    long duplicateAckNs;

    /** When the highest number was sent. */
    long lastSentNs;

    /** What it had sent when it began to repeat; until that is acknowledged it goes on so. */
    long recovery;

    /** How often it has sent its SYN. */
    int syns;

    /** Whether its last segment asked whether the other end is there, or has room. */
    boolean probed;

    /** How many bytes of payload it has sent, each counted once however often it was sent. */
    long payloadBytes;

    private long base;

    /** What it has sent but was never seen. */
    private final List<Hole> holes = new ArrayList<>();

    /**
     * Bytes that were not captured.
     *
     * @param from the number of the first
     * @param to the number after the last
     * @param sinceNs when a later one was seen
     */
    record Hole(long from, long to, long sinceNs) {}

    /** From now on a number on the wire is 0 here. */
    void begin(long number, long nextNumber) {
        base = number;
        known = true;
        next = nextNumber;
        dataEnd = Math.max(1, nextNumber);
    }

    /** A number on the wire, counted from the beginning; the one nearest to what comes next. */
    long relative(long number) {
        int distance = (int) (number - (base + next));
        return next + distance;
    }

    boolean hasHoles() {
        return !holes.isEmpty();
    }

    /** The hole in which a number lies; null when it was seen or is beyond. */
    @Nullable Hole holeAt(long number) {
        for (Hole hole : holes) {
            if (number >= hole.from() && number < hole.to()) return hole;
        }
        return null;
    }

    /** Takes note of a segment that it has sent, but for a reset. */
    void sent(TcpSegment segment, long sequence, long timeNs) {
        long end = sequence + segment.length();
        if (sequence > next && holes.size() < HOLES_MAX) {
            holes.add(new Hole(next, sequence, timeNs));
        }
        payloadBytes += newPayloadBytes(segment, sequence);
        fill(sequence, end);
        if (end > next) {
            next = end;
            lastSentNs = timeNs;
        }
        if (segment.has(Flag.FIN)) fin = end - 1;
        if (segment.has(Flag.SYN)) syns++;
        if (segment.payloadBytes() > 0) {
            long syn = segment.has(Flag.SYN) ? 1 : 0;
            dataEnd = Math.max(dataEnd, sequence + syn + segment.payloadBytes());
        }
    }

    /** How many of a segment's bytes were not seen before. */
    private long newPayloadBytes(TcpSegment segment, long sequence) {
        long from = sequence + (segment.has(Flag.SYN) ? 1 : 0);
        long to = from + segment.payloadBytes();
        long bytes = Math.max(0, to - Math.max(from, next));
        for (Hole hole : holes) {
            bytes += Math.max(0, Math.min(to, hole.to()) - Math.max(from, hole.from()));
        }
        return bytes;
    }

    private void fill(long from, long to) {
        List<Hole> left = new ArrayList<>();
        for (Hole hole : holes) {
            if (to <= hole.from() || from >= hole.to()) {
                left.add(hole);
                continue;
            }
            if (hole.from() < from) left.add(new Hole(hole.from(), from, hole.sinceNs()));
            if (to < hole.to()) left.add(new Hole(to, hole.to(), hole.sinceNs()));
        }
        holes.clear();
        holes.addAll(left);
    }
}

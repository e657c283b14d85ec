package io.fairlead.stream;

import io.fairlead.packet.Octets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one end of a TCP connection wrote, put in order by its sequence numbers. For one thread.
 *
 * <pre>
 *   1             next          waiting
 *   | given out   | [missing)   | bytes ... | [missing) | bytes |
 * </pre>
 */
final class StreamDirection {
    private static final long FIRST = 1;

    /** A byte that was acknowledged so long ago and was not seen will not be seen. */
    private static final long LATE_NS_MAX = 3_000_000;

    private final boolean fromClient;
    private final TreeMap<Long, Octets> waiting = new TreeMap<>();
    private long next = FIRST;
    private long declaredEnd = FIRST;
    private long fin;
    private long acknowledged;
    private long acknowledgedNs;
    private long lastNs;

    StreamDirection(boolean fromClient) {
        this.fromClient = fromClient;
    }

    /**
     * Takes the bytes of a segment.
     *
     * @param sequence the number of the first
     * @param bytes how many the segment has
     * @param octets those that were captured
     */
    void add(long sequence, int bytes, Octets octets, long timeNs) {
        lastNs = timeNs;
        declaredEnd = Math.max(declaredEnd, sequence + bytes);
        if (sequence + octets.length() <= next || octets.length() == 0) return;
        Octets before = waiting.get(sequence);
        if (before == null || before.length() < octets.length()) waiting.put(sequence, octets);
    }

    /** It wrote no byte from this number on. */
    void finish(long number) {
        fin = number;
    }

    /** The other end has all bytes before this number. */
    void acknowledge(long number, long timeNs) {
        if (number <= acknowledged) return;
        acknowledged = number;
        acknowledgedNs = timeNs;
    }

    /** Adds what can be given out now: what follows on what was given out, and what is missing. */
    void give(long timeNs, List<Stretch> to) {
        giveReady(to);
        while (!waiting.isEmpty() && isMissing(timeNs)) {
            giveGap(Math.min(waiting.firstKey(), acknowledged), to);
            giveReady(to);
        }
    }

    private boolean isMissing(long timeNs) {
        return acknowledged > next && timeNs - acknowledgedNs > LATE_NS_MAX;
    }

    /** Adds the rest: no more packets come. */
    void end(List<Stretch> to) {
        giveReady(to);
        while (!waiting.isEmpty()) {
            giveGap(waiting.firstKey(), to);
            giveReady(to);
        }
        if (end() > next) giveGap(end(), to);
    }

    /** The number after the last byte that it is known to have written. */
    private long end() {
        if (fin > 0) return fin;
        // Without its FIN nobody knows whether the last number acknowledged was that.
        return acknowledged > declaredEnd + 1 ? acknowledged : declaredEnd;
    }

    private void giveReady(List<Stretch> to) {
        while (!waiting.isEmpty() && waiting.firstKey() <= next) {
            Map.Entry<Long, Octets> first = waiting.pollFirstEntry();
            long end = first.getKey() + first.getValue().length();
            if (end <= next) continue;
            Octets fresh = first.getValue().from((int) (next - first.getKey()));
            to.add(new Stretch.Written(fromClient, lastNs, next - FIRST, fresh));
            next = end;
        }
    }

    private void giveGap(long end, List<Stretch> to) {
        to.add(new Stretch.Gap(fromClient, lastNs, next - FIRST, end - next));
        next = end;
    }
}

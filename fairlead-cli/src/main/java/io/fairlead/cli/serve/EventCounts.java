package io.fairlead.cli.serve;

import io.fairlead.trace.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts events by their names, so that nobody fills the disk below a log by coming and going: the
 * first of each second are logged in full, the others as a number. Safe for any thread.
 */
public final class EventCounts {
    /** Of what any client can bring about, so many in a second are logged in full. */
    static final int CLIENT_MAX = 50;

    /** Of everything else, so many. */
    static final int OTHER_MAX = 500;

    private static final Set<String> OF_CLIENTS = Set.of("opened", "closed", "refused");

    /** Who ran what must be found again; the limits of commands bound how many there are. */
    private static final Set<String> IN_FULL = Set.of("command");

    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

    /** Begins to count. */
    public EventCounts() {}

    /** Counts an event; false if it is one too many to be logged by itself. */
    boolean admit(String name) {
        if (IN_FULL.contains(name)) return true;
        AtomicLong count = counts.get(name);
        if (count == null) count = counts.computeIfAbsent(name, _ -> new AtomicLong());
        return count.incrementAndGet() <= max(name);
    }

    private static int max(String name) {
        return OF_CLIENTS.contains(name) ? CLIENT_MAX : OTHER_MAX;
    }

    /** A second has passed: begins to count anew; returns what sums up those not logged. */
    List<LogEvent> next() {
        List<LogEvent> sums = new ArrayList<>();
        counts.forEach((name, count) -> {
            long more = count.getAndSet(0) - max(name);
            if (more > 0) sums.add(sum(name, more));
        });
        return sums;
    }

    private static LogEvent sum(String name, long more) {
        String words = "... and " + Figures.count(more) + " more " + name + " in the last second";
        return LogEvent.of("more", words).with("of", name).with("count", more);
    }
}

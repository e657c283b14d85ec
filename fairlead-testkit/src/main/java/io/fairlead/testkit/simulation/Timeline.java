package io.fairlead.testkit.simulation;

import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/**
 * The simulated time, and what happens when. Of two things at the same time, the older is first.
 */
final class Timeline implements LongSupplier {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowNs = ORIGIN_NS;
    private long count;

    /** Not 0, as no clock's is. */
    private static final long ORIGIN_NS = 1_000_000_000L;

    /** Something that happens. */
    static final class Event implements Comparable<Event> {
        final long atNs;
        private final long number;
        private final Runnable what;
        private boolean cancelled;

        private Event(long atNs, long number, Runnable what) {
            this.atNs = atNs;
            this.number = number;
            this.what = what;
        }

        /** It does not happen; false if it has. */
        boolean cancel() {
            boolean first = !cancelled;
            cancelled = true;
            return first;
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNs, other.atNs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    @Override
    public long getAsLong() {
        return nowNs;
    }

    /** How long it has run. */
    long elapsedNs() {
        return nowNs - ORIGIN_NS;
    }

    Event at(long atNs, Runnable what) {
        Event event = new Event(Math.max(atNs, nowNs), count++, what);
        events.add(event);
        return event;
    }

    Event after(long delayNs, Runnable what) {
        long atNs = nowNs + delayNs;
        return at(atNs < 0 ? Long.MAX_VALUE : atNs, what);
    }

    /** Has the next thing happen, if it does before {@code untilNs} is over; false if none does. */
    boolean step(long untilNs) {
        while (true) {
            Event next = events.peek();
            if (next == null || next.atNs > untilNs) return false;
            events.remove();
            if (next.cancelled) continue;
            next.cancelled = true;
            nowNs = next.atNs;
            next.what.run();
            return true;
        }
    }

    /** True if nothing will happen any more. */
    boolean isEmpty() {
        for (Event next; (next = events.peek()) != null && next.cancelled; ) events.remove();
        return events.isEmpty();
    }

    /** Nothing happens until then. */
    void advanceTo(long atNs) {
        nowNs = Math.max(nowNs, atNs);
    }
}

package io.fairlead.server.loop;

import java.util.ArrayDeque;

/**
 * Connections that found no memory to receive into: they try in the order in which they came, and
 * not in every turn. Belongs to the loop's thread.
 */
final class StarvedStreams {
    private static final long RETRY_NS = 10_000_000;

    /** After so many that found no memory the others wait for the next time. */
    private static final int REFUSED_MAX = 16;

    private final ArrayDeque<LoopStream> waiting = new ArrayDeque<>();
    private long retryNs;

    void add(LoopStream stream) {
        waiting.add(stream);
    }

    /** How long until {@link #feed} does something; the greatest long is never. */
    long waitNs(long nowNs) {
        return waiting.isEmpty() ? Long.MAX_VALUE : Math.max(0, retryNs - nowNs);
    }

    /** Has them try again, if it is time. */
    void feed(long nowNs) {
        if (waiting.isEmpty() || nowNs < retryNs) return;
        retryNs = nowNs + RETRY_NS;
        int refused = 0;
        for (int left = waiting.size(); left > 0 && refused < REFUSED_MAX; left--) {
            if (!waiting.removeFirst().unstarved()) refused++;
        }
    }
}

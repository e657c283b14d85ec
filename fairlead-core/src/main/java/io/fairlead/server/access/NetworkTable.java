package io.fairlead.server.access;

import io.fairlead.access.CidrBlock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the narrowest of many networks says of an address. All of one kind, IPv4 or IPv6. Immutable.
 *
 * <p>Networks lie within each other or apart. So they cut the addresses into ranges of one answer
 * each, of which there are at most twice as many, and one is found by halving.
 */
final class NetworkTable {
    private static final Comparator<Verdict> ORDER =
            ((Comparator<Verdict>) (a, b) -> Long.compareUnsigned(a.net.high(), b.net.high()))
                    .thenComparing((a, b) -> Long.compareUnsigned(a.net.low(), b.net.low()))
                    .thenComparingInt(one -> one.net.prefix())
                    .thenComparing(one -> !one.admitted); // denied is looked at last, and holds

    /** The first address of each range, in order; the first range begins at 0. */
    private final long[] high;

    private final long[] low;
    private final boolean[] admitted;

    /**
     * What is said of a network.
     *
     * @param net the addresses
     * @param admitted whether they may connect
     */
    record Verdict(CidrBlock net, boolean admitted) {}

    /** The beginning of a range. */
    private record Edge(long high, long low, boolean admitted) {}

    /**
     * @param verdicts in any order; of two that are equal, the one that denies holds
     * @param otherwise what holds for addresses in none
     */
    NetworkTable(List<Verdict> verdicts, boolean otherwise) {
        List<Edge> edges = edges(verdicts, otherwise);
        int count = edges.size();
        high = new long[count];
        low = new long[count];
        admitted = new boolean[count];
        for (int i = 0; i < count; i++) {
            high[i] = edges.get(i).high;
            low[i] = edges.get(i).low;
            admitted[i] = edges.get(i).admitted;
        }
    }

    private static List<Edge> edges(List<Verdict> verdicts, boolean otherwise) {
        Verdict[] sorted = verdicts.toArray(Verdict[]::new);
        Arrays.sort(sorted, ORDER);
        List<Edge> edges = new ArrayList<>();
        add(edges, new Edge(0, 0, otherwise));
        Deque<Verdict> around = new ArrayDeque<>();
        for (Verdict next : sorted) {
            while (!around.isEmpty() && isBehind(next.net, around.peek().net)) {
                leave(edges, around, otherwise);
            }
            around.push(next);
            add(edges, new Edge(next.net.high(), next.net.low(), next.admitted));
        }
        while (!around.isEmpty()) leave(edges, around, otherwise);
        return edges;
    }

    private static boolean isBehind(CidrBlock next, CidrBlock other) {
        int highs = Long.compareUnsigned(next.high(), other.lastHigh());
        return highs != 0 ? highs > 0 : Long.compareUnsigned(next.low(), other.lastLow()) > 0;
    }

    /** Behind a network holds what holds around it. */
    private static void leave(List<Edge> edges, Deque<Verdict> around, boolean otherwise) {
        CidrBlock left = around.pop().net;
        boolean outer = around.isEmpty() ? otherwise : around.peek().admitted;
        long nextLow = left.lastLow() + 1;
        long nextHigh = left.lastHigh() + (nextLow == 0 ? 1 : 0);
        boolean isLast = nextLow == 0 && nextHigh == 0;
        if (!isLast) add(edges, new Edge(nextHigh, nextLow, outer));
    }

    /** Of two ranges that begin together, the second holds; two of one answer are one. */
    private static void add(List<Edge> edges, Edge next) {
        if (!edges.isEmpty()) {
            Edge last = edges.getLast();
            if (last.high == next.high && last.low == next.low) edges.removeLast();
        }
        if (edges.isEmpty() || edges.getLast().admitted != next.admitted) edges.add(next);
    }

    boolean admits(long addressHigh, long addressLow) {
        int from = 0;
        int to = high.length - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            if (isAtOrBehind(addressHigh, addressLow, middle)) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return admitted[from];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NetworkTable table
                && Arrays.equals(high, table.high)
                && Arrays.equals(low, table.low)
                && Arrays.equals(admitted, table.admitted);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(high) + Arrays.hashCode(low);
    }

    private boolean isAtOrBehind(long addressHigh, long addressLow, int range) {
        if (addressHigh != high[range]) {
            return Long.compareUnsigned(addressHigh, high[range]) > 0;
        }
        return Long.compareUnsigned(addressLow, low[range]) >= 0;
    }
}

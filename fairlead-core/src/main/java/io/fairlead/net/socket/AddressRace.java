package io.fairlead.net.socket;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which address of a host is tried when (RFC 8305, "Happy Eyeballs"): the two families in turn,
 * each address 250 ms after the one before, or as soon as that has failed. Has no clock and no
 * sockets of its own. For one thread.
 */
public final class AddressRace {
    /** Between two attempts, as section 5 recommends. */
    static final long DELAY_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Deque<InetSocketAddress> waiting;
    private long nextNs;

    /**
     * @param addresses in the order of the resolver, whose first one is tried first
     * @param nowNs the time, as all others here on one clock, in nanoseconds
     */
    public AddressRace(List<InetSocketAddress> addresses, long nowNs) {
        waiting = new ArrayDeque<>(interleaved(addresses));
        nextNs = nowNs;
    }

    /** Section 4: a family that does not work costs one delay, however many addresses it has. */
    private static List<InetSocketAddress> interleaved(List<InetSocketAddress> addresses) {
        Deque<InetSocketAddress> first = new ArrayDeque<>();
        Deque<InetSocketAddress> second = new ArrayDeque<>();
        for (InetSocketAddress address : addresses) {
            boolean other = !first.isEmpty() && isIpv6(address) != isIpv6(first.getFirst());
            (other ? second : first).add(address);
        }
        List<InetSocketAddress> all = new ArrayList<>();
        while (all.size() < addresses.size()) {
            if (!first.isEmpty()) all.add(first.remove());
            if (!second.isEmpty()) all.add(second.remove());
        }
        return all;
    }

    private static boolean isIpv6(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address;
    }

    /** The address to try now; null if it is not time for one, or none is left. */
    public @Nullable InetSocketAddress next(long nowNs) {
        if (waiting.isEmpty() || nowNs - nextNs < 0) return null;
        nextNs = nowNs + DELAY_NS;
        return waiting.remove();
    }

    /** An attempt has failed: the next one is due. */
    public void failed(long nowNs) {
        nextNs = nowNs;
    }

    /** How long until {@link #next} has an address, in nanoseconds; the greatest long is never. */
    public long waitNs(long nowNs) {
        return waiting.isEmpty() ? Long.MAX_VALUE : Math.max(0, nextNs - nowNs);
    }
}

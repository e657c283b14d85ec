package io.fairlead.trace;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.Ip;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Finds packets that were captured at a second interface of the same machine as well: a bridge and
 * its port, both ends of a veth pair. For one thread.
 */
final class Duplicates {
    private static final int FRAMES_MAX = 128;
    private static final long NS_MAX = 20_000_000;
    private static final int BYTES_COMPARED_MAX = 256;

    private final Deque<Sight> recent = new ArrayDeque<>();
    private int count;

    /** A packet at an interface. */
    private record Sight(long port, long timeNs, long id, int hash) {}

    int count() {
        return count;
    }

    /** Whether the same packet was seen a moment ago, at another interface. */
    boolean isOne(CapturedFrame frame, Ip ip) {
        int hash = 31 * Arrays.hashCode(ip.payload().atMost(BYTES_COMPARED_MAX).toArray());
        hash += ip.source().hashCode() + 31 * ip.destination().hashCode() + ip.fragmentOffset();
        Sight sight = new Sight(frame.interfaceNumber(), frame.timeNs(), ip.id(), hash);
        for (Sight before : recent) {
            if (isSame(before, sight)) {
                count++;
                return true;
            }
        }
        if (recent.size() == FRAMES_MAX) recent.removeFirst();
        recent.addLast(sight);
        return false;
    }

    private static boolean isSame(Sight before, Sight now) {
        return before.hash() == now.hash()
                && before.id() == now.id()
                && before.port() != now.port()
                && Math.abs(now.timeNs() - before.timeNs()) < NS_MAX;
    }
}

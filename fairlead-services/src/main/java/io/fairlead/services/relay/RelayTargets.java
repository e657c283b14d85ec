package io.fairlead.services.relay;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The targets of a relay, and whose turn it is. Safe for any thread. */
final class RelayTargets {
    final List<RelayTarget> all;
    private final Balance balance;
    private final AtomicInteger turn = new AtomicInteger();

    RelayTargets(List<RelayTarget> all, Balance balance) {
        this.all = List.copyOf(all);
        this.balance = balance;
    }

    /**
     * The next to connect to. One that has failed lately comes after the others: it is better than
     * none.
     *
     * @param tried for this client, in vain
     * @return null if all have been tried
     */
    @Nullable RelayTarget next(Set<RelayTarget> tried, long nowNs) {
        int start = Math.floorMod(turn.getAndIncrement(), all.size());
        RelayTarget best = null;
        for (int i = 0; i < all.size(); i++) {
            RelayTarget one = all.get((start + i) % all.size());
            if (!tried.contains(one) && (best == null || isBetter(one, best, nowNs))) best = one;
        }
        return best;
    }

    private boolean isBetter(RelayTarget one, RelayTarget best, long nowNs) {
        boolean up = one.isUp(nowNs);
        if (up != best.isUp(nowNs)) return up;
        return balance == Balance.LEAST_CONNECTIONS && one.open.get() < best.open.get();
    }
}

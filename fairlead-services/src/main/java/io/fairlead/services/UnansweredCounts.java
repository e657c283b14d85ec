package io.fairlead.services;

import io.fairlead.services.Unanswered.Why;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is not answered, and reports the first of a kind at once, the others together: at
 * most every ten seconds, and at the end. A stranger must not fill a log. Safe for any thread.
 */
final class UnansweredCounts {
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(10);

    private final Consumer<? super Unanswered> reports;
    private final LongSupplier clockNs;
    private final Map<Why, Kind> kinds = new EnumMap<>(Why.class);

    UnansweredCounts(Consumer<? super Unanswered> reports, LongSupplier clockNs) {
        this.reports = reports;
        this.clockNs = clockNs;
        for (Why why : Why.values()) kinds.put(why, new Kind(clockNs.getAsLong() - QUIET_NS));
    }

    void add(Why why, InetSocketAddress source, int limit) {
        Kind kind = kind(why);
        kind.last = source;
        kind.limit = limit;
        kind.all.increment();
        if (kind.isTime(clockNs.getAsLong())) tell(why, kind);
    }

    /**
     * Reports what has been counted and not reported, as far as it is time for that.
     *
     * @param atOnce true at the end, when no other time comes
     */
    void tellRest(boolean atOnce) {
        kinds.forEach((why, kind) -> {
            if (kind.hasNews() && (atOnce || kind.isTime(clockNs.getAsLong()))) tell(why, kind);
        });
    }

    private void tell(Why why, Kind kind) {
        InetSocketAddress last = kind.last;
        long all = kind.all.sum();
        // Two that come at once may see the same sum; the later one has nothing to add.
        long more = all - kind.told.getAndSet(all);
        if (last != null && more > 0) reports.accept(new Unanswered(why, more, last, kind.limit));
    }

    long sum(Why why) {
        return kind(why).all.sum();
    }

    private Kind kind(Why why) {
        return Objects.requireNonNull(kinds.get(why));
    }

    private static final class Kind {
        private final LongAdder all = new LongAdder();
        private final AtomicLong told = new AtomicLong();
        private final AtomicLong toldNs;
        private volatile @Nullable InetSocketAddress last;
        private volatile int limit;

        Kind(long toldNs) {
            this.toldNs = new AtomicLong(toldNs);
        }

        /** True for one caller, and then not for a while. */
        boolean isTime(long nowNs) {
            long beforeNs = toldNs.get();
            return nowNs - beforeNs >= QUIET_NS && toldNs.compareAndSet(beforeNs, nowNs);
        }

        boolean hasNews() {
            return all.sum() > told.get();
        }
    }
}

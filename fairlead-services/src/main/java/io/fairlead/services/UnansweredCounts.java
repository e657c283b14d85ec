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

/**
 * Counts what is not answered, and reports the first of a kind at once, the others together every
 * ten seconds as long as they come: a stranger must not fill a log. Safe for any thread.
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
        kind.all.increment();
        long nowNs = clockNs.getAsLong();
        long toldNs = kind.toldNs.get();
        if (nowNs - toldNs < QUIET_NS || !kind.toldNs.compareAndSet(toldNs, nowNs)) return;
        long all = kind.all.sum();
        // Two that count at once may see the same sum; the later one has nothing to add.
        long more = all - kind.told.getAndSet(all);
        if (more > 0) reports.accept(new Unanswered(why, more, source, limit));
    }

    long sum(Why why) {
        return kind(why).all.sum();
    }

    private Kind kind(Why why) {
        return Objects.requireNonNull(kinds.get(why));
    }

    private static final class Kind {
        final LongAdder all = new LongAdder();
        final AtomicLong told = new AtomicLong();
        final AtomicLong toldNs;

        Kind(long toldNs) {
            this.toldNs = new AtomicLong(toldNs);
        }
    }
}

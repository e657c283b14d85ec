package io.fairlead.tls.layer;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that stands until a test moves it. */
final class TestClock implements LongSupplier {
    static final TestClock ONE = new TestClock();

    private final AtomicLong nowNs = new AtomicLong();

    private TestClock() {}

    void pass(long ns) {
        nowNs.addAndGet(ns);
    }

    @Override
    public long getAsLong() {
        return nowNs.get();
    }
}

package io.fairlead.load;

import java.util.concurrent.atomic.AtomicLong;

/** A number that one thread raises and any may read, at the cost of a plain store. */
final class Count {
    private final AtomicLong value = new AtomicLong();

    void add(long more) {
        value.setRelease(value.getPlain() + more);
    }

    long get() {
        return value.getAcquire();
    }
}

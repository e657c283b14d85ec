package io.fairlead.load.measure;

import java.util.concurrent.atomic.AtomicLong;

/** A number that one thread raises and any may read, at the cost of a plain store. */
public final class Count {
    private final AtomicLong value = new AtomicLong();

    /** Begins with 0. */
    public Count() {}

    /** Raises it; for the one thread alone. */
    public void add(long more) {
        value.setRelease(value.getPlain() + more);
    }

    /** What it is by now. */
    public long get() {
        return value.getAcquire();
    }
}

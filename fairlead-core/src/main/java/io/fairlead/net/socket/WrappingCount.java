package io.fairlead.net.socket;

/**
 * A count that the kernel keeps in 32 bits, which wrap, kept in 64. It must be looked at before it
 * has wrapped twice. For one thread at a time.
 */
final class WrappingCount {
    private int last;
    private long sum;

    /** The count so far, of which the kernel has {@code now}. */
    long at(int now) {
        sum += Integer.toUnsignedLong(now - last);
        last = now;
        return sum;
    }

    /** What it was when the kernel was asked last. */
    long sum() {
        return sum;
    }
}

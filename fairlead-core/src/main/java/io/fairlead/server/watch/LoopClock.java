package io.fairlead.server.watch;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The server's clock, which a loop's own thread reads once for many messages: deadlines are in
 * milliseconds, and a message would look at the clock four times.
 *
 * <p>For the loop's thread the time stands still from one {@link #refresh} to the next, but for no
 * more than {@value #READS_MAX} reads, so that what follows a service that took long is not dated
 * back. Other threads get the time as it is.
 */
public final class LoopClock implements LongSupplier {
    private static final int READS_MAX = 32;

    private final LongSupplier clockNs;

    private volatile @Nullable Thread loop;

    // These belong to the loop's thread.
    private long nowNs;
    private int readsLeft;

    public LoopClock(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    /** The calling thread is the loop's from here on. */
    public void begin() {
        loop = Thread.currentThread();
        refresh();
    }

    /** Time has gone by: the loop has waited, or has served all that there was. */
    public long refresh() {
        nowNs = clockNs.getAsLong();
        readsLeft = READS_MAX;
        return nowNs;
    }

    @Override
    public long getAsLong() {
        return Thread.currentThread().equals(loop) ? standing() : clockNs.getAsLong();
    }

    /** The time for who knows that it runs on the loop's thread: a thread that this carries. */
    public long standing() {
        return --readsLeft < 0 ? refresh() : nowNs;
    }
}

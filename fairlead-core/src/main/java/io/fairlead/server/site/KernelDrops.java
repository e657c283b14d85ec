package io.fairlead.server.site;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * What the kernel has dropped of all that was sent to a server's datagram sockets. Asked for when
 * somebody wants to know, and a second after something came; told at most every 10 s.
 *
 * <p>Safe for any thread.
 */
public final class KernelDrops {
    private static final long LOOK_MS = 1_000;
    private static final long TELL_NS = TimeUnit.SECONDS.toNanos(10);

    private final LongConsumer observer;
    private final Executor later;
    private final LongSupplier clockNs;
    private final List<LongSupplier> sockets = new CopyOnWriteArrayList<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    // Guarded by this object.
    private long told;
    private long toldNs;

    KernelDrops(LongConsumer observer, LongSupplier clockNs) {
        this(observer, CompletableFuture.delayedExecutor(LOOK_MS, TimeUnit.MILLISECONDS), clockNs);
    }

    /**
     * @param observer hears how many were dropped since it heard last
     * @param later runs what it is given after a second
     */
    KernelDrops(LongConsumer observer, Executor later, LongSupplier clockNs) {
        this.observer = observer;
        this.later = later;
        this.clockNs = clockNs;
        toldNs = clockNs.getAsLong() - TELL_NS;
    }

    /** Counts those of one more socket. */
    public void of(LongSupplier socket) {
        sockets.add(socket);
    }

    /** The count now, of all sockets. */
    long sum() {
        long sum = 0;
        for (LongSupplier socket : sockets) sum += socket.getAsLong();
        return sum;
    }

    /** Has somebody look within a second. Costs no more than a read, as often as it is called. */
    public void lookSoon() {
        if (looking.getOpaque() || !looking.compareAndSet(false, true)) return;
        try {
            later.execute(this::look);
        } catch (OutOfMemoryError | RejectedExecutionException e) {
            looking.set(false); // no thread for it now; the next datagram tries again
        }
    }

    private void look() {
        looking.set(false);
        if (isTime()) {
            tellRest();
        } else if (hasUntold()) {
            lookSoon();
        }
    }

    private synchronized boolean isTime() {
        return clockNs.getAsLong() - toldNs >= TELL_NS;
    }

    private synchronized boolean hasUntold() {
        return sum() > told;
    }

    /** Says at once what has not been said. */
    public void tellRest() {
        long untold = takeUntold();
        if (untold > 0) observer.accept(untold);
    }

    private synchronized long takeUntold() {
        long untold = sum() - told;
        if (untold == 0) return 0;
        told += untold;
        toldNs = clockNs.getAsLong();
        return untold;
    }
}

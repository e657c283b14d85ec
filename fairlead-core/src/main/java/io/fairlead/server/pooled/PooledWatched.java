package io.fairlead.server.pooled;

import io.fairlead.posix.Sockaddr;
import io.fairlead.server.site.Deadlines;
import io.fairlead.server.site.Driver;
import io.fairlead.server.watch.DeadlineWheel;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The deadlines of a connection on a loop of virtual threads: its own, and those of its waits. */
abstract class PooledWatched extends PooledDescriptor
        implements Deadlines, Deadlines.Watch, LongSupplier {
    static final long NEVER = Long.MAX_VALUE;

    final PooledSide side;
    private @Nullable Driver driver;
    private long waitEndNs = NEVER;
    private long lookNs = NEVER;
    private boolean spared;

    PooledWatched(PooledSide side, int fd, Sockaddr remote, Sockaddr local, boolean exact) {
        super(side.loop(), fd, remote, local, exact);
        this.side = side;
    }

    /** Has the threads that wait look whether their time is over. */
    abstract void endWaits();

    /** Asks the kernel whether there is input or room for output; if so, tells who waits. */
    abstract boolean hasProgress();

    final void lost() {
        lost = true;
        if (driver != null) driver.lost();
    }

    /** A wait that begins now ends at {@code endNs}, if nothing else ends it. */
    final void endsWaitAt(long endNs) {
        waitEndNs = endNs;
        if (endNs < lookNs) side.wheel().schedule(this, endNs);
        lookNs = Math.min(endNs, lookNs);
    }

    @Override
    public long look(long nowNs) {
        if (waitEndNs <= nowNs) {
            waitEndNs = NEVER;
            endWaits();
        }
        if (driver != null) driver.timersDue();
        if (driver != null && driver.deadlineNs() <= nowNs) {
            if (isSpared()) {
                lookNs = nowNs + DeadlineWheel.TICK_NS;
                return lookNs;
            }
            driver.expire();
        }
        spared = false;
        lookNs = closed ? NEVER : nextLookNs(nowNs);
        return lookNs;
    }

    /** True while a session with something to do has no thread yet. */
    boolean isQueued() {
        return false;
    }

    /** When to look next; see {@link Deadlines} for why that is enough. */
    private long nextLookNs(long nowNs) {
        long deadlineNs = driver == null ? NEVER : driver.deadlineNs();
        return Math.min(Math.min(deadlineNs, waitEndNs), nowNs + side.lookAgainNs());
    }

    /**
     * What the kernel has for us counts before what is overdue: after a stop of the process, or a
     * long turn, the peer has done its part in time. A thread that can go on gets to do so, once.
     */
    private boolean isSpared() {
        if (isQueued()) return true;
        spared = !spared && hasProgress();
        return spared;
    }

    /** Watches {@code driver} from the look that is due anyhow until the socket is closed. */
    @Override
    public Deadlines.Watch watch(Driver watched) {
        driver = watched; // and no more: what is inlined here would lengthen a waiting stack
        if (side.isDraining()) watched.drain();
        return this;
    }

    @Override
    public LongSupplier clockNs() {
        return this; // no object more for each connection
    }

    /** The time, which a loop's own threads read once for many messages. */
    @Override
    public long getAsLong() {
        return isHere() ? side.clock().standing() : side.nowNs();
    }

    /** Who serves the connection; null before that begins. */
    @Nullable Driver driver() {
        return driver;
    }

    @Override
    public void lookAgain() {
        if (!isHere()) {
            loop.act(this::lookAgain);
        } else if (!closed) {
            lookNs = nextLookNs(side.nowNs());
            side.wheel().schedule(this, lookNs);
        }
    }
}

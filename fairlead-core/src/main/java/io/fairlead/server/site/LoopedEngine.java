package io.fairlead.server.site;

import io.fairlead.server.host.LoopRunner;
import io.fairlead.server.host.LoopThread;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An engine all of whose work is done by one loop in a thread of its own. What {@link Engine} has
 * is safe for any thread; the rest belongs to the loop's.
 */
public abstract class LoopedEngine implements Engine, LoopRunner.Loop {
    protected final Site site;
    protected final LoopThread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopAsked;
    private volatile boolean drainAsked;

    /**
     * @param threadName before the endpoint
     */
    @SuppressWarnings("this-escape") // the thread runs it once it is started
    protected LoopedEngine(Site site, String threadName) {
        this.site = site;
        thread = new LoopThread(site, threadName, this);
    }

    /** Has the loop look at what it was asked for. */
    protected abstract void wake();

    /** True once the loop is to accept no more, and to end when all connections have. */
    protected final boolean isDrainAsked() {
        return drainAsked;
    }

    @Override
    public final Site site() {
        return site;
    }

    @Override
    public final void start() throws IOException {
        thread.start();
    }

    @Override
    public final void discard() {
        end();
    }

    @Override
    public final void stopAccepting() throws InterruptedException {
        stopAsked = true;
        wake();
        boolean _ = stopped.await(CUT_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** True once the loop is to accept no more. */
    protected final boolean isStopAsked() {
        return stopAsked;
    }

    /** Nobody more is accepted, or the loop has ended. */
    protected final void hasStopped() {
        stopped.countDown();
    }

    @Override
    public final void drain() {
        drainAsked = true;
        wake();
    }

    @Override
    public final boolean awaitEnd(Duration timeout) throws InterruptedException {
        return thread.awaitEnd(timeout);
    }
}

package io.fairlead.load;

import io.fairlead.load.measure.KernelCounters;
import io.fairlead.load.result.Interval;
import io.fairlead.load.result.Interval.Phase;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One run of a load, from the first connect to the report. One thread calls {@link #run}; any may
 * call {@link #stop}.
 */
public final class LoadRun {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int IDLE_STEPS = 4;

    private final Load load;
    private final Control control;
    private final List<Loop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Totals totals;
    private final ServerProcess server;
    private final Consumer<Interval> progress;
    private volatile boolean stopped;

    /**
     * Looks the server up, and makes everything ready.
     *
     * @param progress gets what happened, about once a second, on the thread that runs
     * @throws NetException if the name of the endpoint has no address
     * @throws IllegalStateException if this process may not open so many files
     * @throws IllegalArgumentException if the payload cannot be framed so
     */
    public LoadRun(Load load, Consumer<Interval> progress) throws IOException {
        OpenFiles.require(load.connections());
        this.load = load;
        this.progress = progress;
        control = new Control(load, new Target(load.endpoint(), load.connectTimeout()));
        int count = load.kind() == Load.Kind.FANOUT ? 1 : load.threads();
        for (int i = 0; i < Math.min(count, load.connections()); i++) {
            loops.add(new Loop(control, i));
        }
        totals = new Totals(control, loops);
        server = ServerProcess.of(load);
    }

    /** Ends the run early; {@link #run} then returns what was measured. */
    public void stop() {
        stopped = true;
        control.stop(System.nanoTime());
    }

    /**
     * Runs to the end. What went wrong with the server is in the report.
     *
     * @throws InterruptedException if the thread is interrupted while it waits; the run is told to
     *     stop, and there is no report
     */
    public LoadReport run() throws InterruptedException {
        KernelCounters before = KernelCounters.read();
        for (Loop loop : loops) {
            threads.add(Thread.ofPlatform().name("fairlead-load").daemon().start(loop));
        }
        try {
            connect();
            if (!control.isOver(System.nanoTime())) measure();
        } finally {
            control.stop(System.nanoTime());
            for (Thread thread : threads) thread.join();
        }
        return totals.report(server, KernelCounters.read().since(before), stopped);
    }

    // ---- connecting ----

    private void connect() {
        if (load.kind() == Load.Kind.CHURN) {
            control.allowLanes(load.connections());
            return;
        }
        int extra = load.kind() == Load.Kind.FANOUT ? 1 : 0;
        int steps = load.kind() == Load.Kind.IDLE ? IDLE_STEPS : 1;
        long endNs = System.nanoTime() + control.connectTimeoutNs();
        if (load.kind() == Load.Kind.IDLE) server.sample(0);
        for (int step = 1; step <= steps; step++) {
            int wanted = (int) ((long) load.connections() * step / steps) + extra;
            control.allowLanes(wanted);
            awaitConnected(wanted, endNs);
            // A server may accept later than a client has connected.
            if (load.kind() == Load.Kind.IDLE || extra > 0) pause(SETTLE_NS);
            if (load.kind() == Load.Kind.IDLE) server.sample(control.connected.get());
        }
    }

    private void awaitConnected(int wanted, long endNs) {
        long nextNs = System.nanoTime() + SECOND_NS;
        while (control.connected.get() < wanted && !control.isStopped()) {
            long nowNs = System.nanoTime();
            // With some connections, some load is better than none.
            if (nowNs - endNs >= 0 && control.connected.get() > 0) return;
            if (nowNs - nextNs >= 0) {
                nextNs += SECOND_NS;
                progress.accept(totals.interval(Phase.CONNECT, nowNs));
            }
            LockSupport.parkNanos(this, LOOK_NS);
        }
    }

    private void pause(long pauseNs) {
        long untilNs = System.nanoTime() + pauseNs;
        while (System.nanoTime() - untilNs < 0 && !control.isStopped()) {
            LockSupport.parkNanos(this, LOOK_NS);
        }
    }

    // ---- measuring ----

    private void measure() throws InterruptedException {
        totals.discard(System.nanoTime());
        control.begin(System.nanoTime());
        settle();
        while (tick(Phase.WARM_UP, control.measureNs())) {}
        totals.startMeasuring(server);
        while (tick(Phase.MEASURE, control.endNs())) {}
        totals.stopMeasuring(server);
        for (Thread thread : threads) thread.join();
    }

    /** Where each connection costs the server a process, an answer is long in coming. */
    private void settle() {
        if (load.settle().isZero()) return;
        long endNs = System.nanoTime() + load.settle().toNanos();
        boolean answers = load.kind() == Load.Kind.EXCHANGE && !control.target.isDatagram();
        while (answers && control.answered.get() < load.connections()) {
            if (System.nanoTime() - endNs >= 0 || control.isStopped()) break;
            LockSupport.parkNanos(this, LOOK_NS);
        }
        if (!control.isStopped()) control.settled(System.nanoTime());
    }

    /** Waits for the next full second, or the end; false when that has come. */
    private boolean tick(Phase phase, long endNs) {
        long measureNs = control.measureNs();
        long nowNs = System.nanoTime();
        long nextNs = measureNs + (Math.floorDiv(nowNs - measureNs, SECOND_NS) + 1) * SECOND_NS;
        long untilNs = nextNs - endNs < 0 ? nextNs : endNs;
        pauseUntil(untilNs);
        nowNs = System.nanoTime();
        boolean over = control.isStopped() || nowNs - endNs >= 0;
        // The tail of a second is no second.
        if (totals.age(nowNs) > LOOK_NS) progress.accept(totals.interval(phase, nowNs));
        return !over;
    }

    private void pauseUntil(long untilNs) {
        long nowNs = System.nanoTime();
        while (nowNs - untilNs < 0 && !control.isStopped()) {
            LockSupport.parkNanos(this, Math.min(LOOK_NS, untilNs - nowNs));
            nowNs = System.nanoTime();
        }
    }
}

package io.fairlead.testkit.simulation;

import io.fairlead.connection.ThreadHost;
import io.fairlead.server.pooled.PooledThreads;
import io.fairlead.testkit.fault.SimulatedFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The virtual threads of one host, those that they start included: one after the other they run,
 * each until it waits for something, in the thread that runs the simulation. Chance decides which
 * is next.
 */
final class SimulatedThreads implements Executor, ThreadHost {
    private final SimulatedHost host;
    private final Simulation simulation;
    private final Thread carrier = Thread.currentThread();
    private final Map<Runnable, Thread> alive = new LinkedHashMap<>(); // by what runs them
    private final List<Runnable> ready = new ArrayList<>();
    private @Nullable ThreadFactory factory;
    private volatile @Nullable ThreadTurn turn;
    private final AtomicBoolean strayed = new AtomicBoolean();
    private boolean turnIsDue;

    SimulatedThreads(SimulatedHost host) {
        this.host = host;
        simulation = host.simulation();
    }

    // ---- ThreadHost ----

    @Override
    public long nanoTime() {
        return simulation.nowNs();
    }

    @Override
    public void park(long ns) {
        if (ns <= 0) return;
        Thread self = Thread.currentThread();
        if (!self.isVirtual()) {
            throw new IllegalStateException(
                    "nobody would run the network while the test waits: have a handler do it");
        }
        if (ns == Long.MAX_VALUE) {
            park();
            return;
        }
        Timeline.Event end = host.eventAfter(ns, () -> LockSupport.unpark(self));
        park();
        end.cancel();
    }

    private void park() {
        ThreadTurn now = turn;
        if (now == null) { // a thread of another host's
            LockSupport.park();
        } else {
            now.park();
        }
    }

    @Override
    public void start(String name, Runnable task) {
        if (factory == null) factory = PooledThreads.factory(this, "simulated " + host);
        Thread thread = factory.newThread(task);
        thread.setName(name);
        thread.start();
    }

    /** As a host awaits, in one of these threads. */
    boolean await(Future<?> event, Duration timeout) throws InterruptedException {
        Thread self = Thread.currentThread();
        if (event instanceof CompletableFuture<?> completing) {
            CompletableFuture<?> _ = completing.whenComplete((_, _) -> LockSupport.unpark(self));
        }
        long endNs = simulation.endOf(timeout);
        while (!event.isDone() && simulation.nowNs() < endNs) {
            if (Thread.interrupted()) throw new InterruptedException();
            park(endNs == Long.MAX_VALUE ? endNs : endNs - simulation.nowNs());
        }
        return event.isDone();
    }

    /** Lets others go first, if chance has it so. */
    void maybeYield() {
        if (Thread.currentThread().isVirtual() && simulation.happens(SimulatedFault.ORDER)) {
            park(SimulatedLoop.WAKE_NS);
        }
    }

    /** Those that have not ended. */
    List<Thread> alive() {
        return List.copyOf(alive.values());
    }

    // ---- scheduling ----

    /** A thread can run on. */
    @Override
    public void execute(Runnable task) {
        Thread caller = Thread.currentThread();
        ThreadTurn now = turn;
        if (now != null && now.resumes(task, caller)) return;
        if (caller.equals(carrier) || (now != null && now.isOf(caller))) {
            ready.add(task);
            turnSoon();
        } else if (strayed.compareAndSet(false, true)) { // asked for its stack, it comes again
            simulation.mishaps().strayed(StrayThread.wakes(caller, PooledThreads.threadOf(task)));
        }
    }

    private void turnSoon() {
        if (turnIsDue) return;
        turnIsDue = true;
        host.soon(this::turn);
    }

    private void turn() {
        turnIsDue = false;
        if (host.pauses()) {
            turnSoon();
            return;
        }
        run(next());
        if (!ready.isEmpty()) turnSoon();
    }

    private Runnable next() {
        boolean shuffled = ready.size() > 1 && simulation.happens(SimulatedFault.ORDER);
        return ready.remove(shuffled ? (int) simulation.choices().below(ready.size()) : 0);
    }

    private void run(Runnable task) {
        Thread thread = alive.computeIfAbsent(task, PooledThreads::threadOf);
        ThreadTurn now = new ThreadTurn(task, thread);
        turn = now;
        try {
            ended(task, thread, now.run());
        } finally {
            turn = null;
        }
    }

    private void ended(Runnable task, @Nullable Thread thread, ThreadTurn.End end) {
        if (end == ThreadTurn.End.YIELDS) {
            ready.add(task);
            turnSoon();
        }
        if (thread == null) return;
        StrayThread stray =
                switch (end) {
                    case BLOCKED -> StrayThread.blocks(thread);
                    case SLEEPS -> StrayThread.waits(thread);
                    case WOKEN -> StrayThread.isWoken(thread);
                    case WAITS, YIELDS -> null;
                };
        if (stray != null) simulation.mishaps().strayed(stray);
        if (thread.getState() == Thread.State.TERMINATED) alive.remove(task);
    }
}

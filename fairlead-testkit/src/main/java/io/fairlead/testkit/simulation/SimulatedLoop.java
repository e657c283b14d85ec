package io.fairlead.testkit.simulation;

import io.fairlead.server.host.LoopOwner;
import io.fairlead.server.host.LoopRunner;
import io.fairlead.server.loop.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs an event loop in turns, when it has something to do, between those of the others. */
final class SimulatedLoop implements LoopRunner {
    /** From an event to the turn of its loop, as if the loop's thread had to wake up. */
    static final long WAKE_NS = 1_000;

    private final SimulatedHost host;
    private final Simulation simulation;
    private final LoopOwner owner;
    private final EventLoop loop;
    private final Thread thread = Thread.currentThread();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Timeline.@Nullable Event next;
    private boolean waits; // a service that runs here waits for something

    SimulatedLoop(SimulatedHost host, LoopOwner owner, EventLoop loop) {
        this.host = host;
        this.owner = owner;
        this.loop = loop;
        simulation = host.simulation();
    }

    @Override
    public Thread thread() {
        return thread;
    }

    @Override
    public boolean hasThread() {
        return false;
    }

    @Override
    public boolean isCurrent() {
        return simulation.isCurrent(this);
    }

    @Override
    public void start() throws IOException {
        ((SimulatedReadiness) loop.readiness()).loop = this;
        SimulatedLoop before = simulation.enter(this);
        try {
            loop.open();
        } finally {
            simulation.leave(before);
        }
        wake();
    }

    /** Has the loop take a turn, soon. */
    void wake() {
        turnAt(simulation.nowNs() + WAKE_NS);
    }

    private void turnAt(long atNs) {
        if (ended.isDone() || waits) return;
        long notBeforeNs = Math.max(atNs, host.stoppedUntilNs());
        if (next != null) {
            if (next.atNs <= notBeforeNs) return;
            next.cancel();
        }
        next = simulation.at(notBeforeNs, this::turn);
    }

    private void turn() {
        next = null;
        if (host.pauses()) {
            wake();
            return;
        }
        SimulatedLoop before = simulation.enter(this);
        try {
            loop.turn();
        } catch (Throwable e) { // what would end the loop's thread
            simulation.mishaps().loopDied(e);
            end();
            owner.failed(e);
            return;
        } finally {
            simulation.leave(before);
        }
        if (!loop.isWanted()) {
            end();
        } else if (((SimulatedReadiness) loop.readiness()).hasReady()) {
            wake();
        } else {
            long waitNs = loop.waitNs();
            if (waitNs != Long.MAX_VALUE) turnAt(simulation.nowNs() + Math.max(waitNs, WAKE_NS));
        }
    }

    private void end() {
        if (ended.isDone()) return;
        ended.complete(null);
        SimulatedLoop before = simulation.enter(this);
        try {
            loop.end();
        } finally {
            simulation.leave(before);
        }
    }

    /** Takes no turns while what it runs waits. */
    void waits(boolean now) {
        waits = now;
        if (!now) wake();
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return host.await(ended, timeout);
    }
}

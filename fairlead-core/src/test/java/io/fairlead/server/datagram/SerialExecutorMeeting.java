package io.fairlead.server.datagram;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/** A loop that enters a call of its own, and threads that leave some for the same peer. */
public class SerialExecutorMeeting {
    private final SerialExecutor serial =
            new SerialExecutor(Runnable::run, 1000, new SerialExecutor.Budget(1000));
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();

    /** Leaves a call, which runs here unless one is under way. */
    @Operation
    public void add() {
        given.incrementAndGet();
        if (!serial.run(this::call, 1)) throw new IllegalStateException("no room");
    }

    /** Makes a call at once, if none is under way. */
    @Operation
    public void enter() {
        if (!serial.tryEnter()) return;
        given.incrementAndGet();
        call();
        serial.leave();
    }

    private void call() {
        if (inside.incrementAndGet() != 1) throw new IllegalStateException("two at a time");
        done.incrementAndGet();
        inside.decrementAndGet();
    }

    /** Each was made. */
    @Validate
    public void check() {
        if (done.get() != given.get()) throw new IllegalStateException("a call is left behind");
    }
}

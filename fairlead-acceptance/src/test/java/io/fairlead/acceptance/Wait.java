package io.fairlead.acceptance;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a state of another process that nothing announces. */
final class Wait {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_NS =
            TimeUnit.MILLISECONDS.toNanos(50); // a look may start a program

    private Wait() {}

    /** What is to become true. */
    @FunctionalInterface
    interface State {
        boolean holds() throws Exception;
    }

    static void until(State state) throws Exception {
        long begunNs = System.nanoTime();
        while (!state.holds()) {
            if (System.nanoTime() - begunNs > PATIENCE_NS) {
                throw new AssertionError("what is waited for has not come true in 60 s");
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}

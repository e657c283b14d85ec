package io.fairlead.server.blocking;

/**
 * One peer at a time: the thread that accepts a connection serves it to its end, and only then
 * accepts the next. The others wait in the kernel's queue.
 */
public final class IterativeModel implements BlockingEngine.Runner {
    @Override
    public void run(Runnable connection) {
        connection.run();
        // A service may leave its thread interrupted, and accept would close the listener for it.
        Thread.interrupted();
    }
}

package io.fairlead.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A thread that waits for the end of servers: until one of them is closed, or the virtual machine
 * is told to end. Then all drain at the same time, and the thread goes on.
 */
final class AwaitedEnd {
    /** How long the virtual machine waits for what stands after the wait. */
    private static final Duration AFTER_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(20);

    private final List<Server> servers;
    private final Thread waiter = Thread.currentThread();

    AwaitedEnd(List<Server> servers) {
        if (servers.isEmpty()) throw new IllegalArgumentException("no servers to wait for");
        this.servers = servers;
    }

    void await() throws InterruptedException {
        Thread hook = Thread.ofPlatform().name("fairlead drain").unstarted(this::endOfProcess);
        if (!addHook(hook)) {
            drainAll();
            return;
        }
        try {
            CompletableFuture<?>[] ends =
                    servers.stream()
                            .map(server -> server.shutdown.closed())
                            .toArray(CompletableFuture[]::new);
            CompletableFuture.anyOf(ends).get();
        } catch (ExecutionException e) {
            throw new AssertionError(e); // none ends so
        } finally {
            removeHook(hook);
        }
        drainAll();
    }

    /** False if the virtual machine is ending already. */
    private static boolean addHook(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The virtual machine is ending: the hook is what has closed the servers.
        }
    }

    private void endOfProcess() {
        drainAll();
        awaitWaiter();
    }

    private void drainAll() {
        List<Thread> drains =
                servers.stream()
                        .filter(server -> !server.shutdown.closed().isDone())
                        .map(server ->
                                Thread.ofPlatform()
                                        .name("fairlead drain " + server.endpoint())
                                        .start(server::close))
                        .toList();
        try {
            for (Thread drain : drains) drain.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // they drain without us
        }
    }

    /** What stands after the wait runs before the process ends. */
    private void awaitWaiter() {
        long endNs = System.nanoTime() + AFTER_TIMEOUT.toNanos();
        try {
            while (System.nanoTime() < endNs && !isDone() && !waiter.join(LOOK)) {
                // it goes on
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True for a thread that has come to its last call, which waits for us, or to its pool's. */
    private boolean isDone() {
        for (StackTraceElement call : waiter.getStackTrace()) {
            String name = call.getClassName() + "." + call.getMethodName();
            switch (name) {
                case "java.lang.Runtime.exit",
                        "java.util.concurrent.ThreadPoolExecutor.getTask",
                        "java.util.concurrent.ForkJoinPool.awaitWork" -> {
                    return true;
                }
                default -> {
                    // look on
                }
            }
        }
        return false;
    }
}

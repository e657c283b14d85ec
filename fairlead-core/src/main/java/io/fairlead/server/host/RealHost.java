package io.fairlead.server.host;

import io.fairlead.frame.Slab;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.Sockets;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** The machine that this JVM runs on. */
final class RealHost implements Host {
    private final long originNs = System.nanoTime();

    @Override
    public LongSupplier clockNs() {
        return () -> System.nanoTime() - originNs;
    }

    @Override
    public RandomGenerator random() {
        return ThreadLocalRandom.current();
    }

    @Override
    public Future<?> after(long delayNs, Runnable task) {
        CompletableFuture<Void> due = new CompletableFuture<>();
        CompletableFuture<Void> _ = due.thenRun(task);
        return due.completeOnTimeout(null, delayNs, TimeUnit.NANOSECONDS);
    }

    @Override
    public void compute(Runnable task) {
        ComputeThreads.run(task);
    }

    @Override
    public boolean await(Future<?> event, Duration timeout) throws InterruptedException {
        try {
            event.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException | CancellationException e) { // it is over all the same
            return true;
        }
    }

    @Override
    public void lends(Slab slab) {
        // it has what the JVM has
    }

    @Override
    public LoopRunner runner(LoopOwner owner, String name, LoopRunner.Loop loop) {
        return new LoopThread(owner, name, loop);
    }

    @Override
    public boolean mayAskForNames() {
        return true;
    }

    @Override
    public List<InetSocketAddress> addresses(Endpoint remote, ConnectOptions options)
            throws NetException {
        return Sockets.addresses(remote, options);
    }
}

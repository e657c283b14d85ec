package io.fairlead.server.host;

import io.fairlead.frame.Slab;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What servers and clients have from where they run, beside sockets: this machine, or a simulated
 * one, whose time and chance come from a seed. What runs in both takes them from here. Safe for any
 * thread.
 */
public interface Host {
    /** The machine that this JVM runs on. */
    Host MACHINE = new RealHost();

    /** A monotonic clock in nanoseconds, from some moment on, as {@link System#nanoTime}. */
    LongSupplier clockNs();

    /** Where random numbers come from. */
    RandomGenerator random();

    /**
     * Runs {@code task} once, later, in a thread that must not wait for anything.
     *
     * @param delayNs from now on, at least 0
     * @return to cancel it with
     */
    Future<?> after(long delayNs, Runnable task);

    /**
     * Runs {@code task}, soon, in a thread that others wait for: it takes some time of a processor,
     * and waits for nothing.
     */
    void compute(Runnable task);

    /**
     * Waits until {@code event} has completed, in whatever way.
     *
     * @return false if {@code timeout} is over before that
     */
    boolean await(Future<?> event, Duration timeout) throws InterruptedException;

    /** Told of the memory of a server or client that runs here, before it lends any. */
    void lends(Slab slab);

    /** What runs a loop. */
    LoopRunner runner(LoopOwner owner, String name, LoopRunner.Loop loop);

    /** True if {@link #addresses} may wait for another machine. */
    boolean mayAskForNames();

    /**
     * The addresses of an endpoint's host, the best one first.
     *
     * @param remote a TCP one
     * @param options say for which family of addresses
     * @throws NetException if there are none
     */
    List<InetSocketAddress> addresses(Endpoint remote, ConnectOptions options) throws NetException;
}

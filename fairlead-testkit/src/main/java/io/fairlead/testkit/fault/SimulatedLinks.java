package io.fairlead.testkit.fault;

import java.time.Duration;

/** What the ways from one simulated host to another are like. Immutable. */
public final class SimulatedLinks {
    private static final long SECOND_NS = 1_000_000_000;
    private static final SimulatedLinks USUAL = new SimulatedLinks(100_000, 100_000, 0);

    private final long leastNs;
    private final long mostNs;
    private final long bytesPerSecond; // 0 is without a limit

    private SimulatedLinks(long leastNs, long mostNs, long bytesPerSecond) {
        this.leastNs = leastNs;
        this.mostNs = mostNs;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Each piece and each datagram takes 100 us, however many there are. */
    public static SimulatedLinks usual() {
        return USUAL;
    }

    /** The same, where everything takes {@code delay}. */
    public SimulatedLinks delay(Duration delay) {
        return delay(delay, delay);
    }

    /**
     * The same, where everything takes from {@code least} to {@code most}, as chance has it. Pieces
     * of a connection arrive in their order all the same; datagrams may not.
     *
     * @throws IllegalArgumentException if one is below 0, or the first above the second
     */
    public SimulatedLinks delay(Duration least, Duration most) {
        if (least.isNegative() || least.compareTo(most) > 0) {
            throw new IllegalArgumentException("a delay from " + least + " to " + most);
        }
        return new SimulatedLinks(least.toNanos(), most.toNanos(), bytesPerSecond);
    }

    /**
     * The same, where a direction between two hosts takes so many bytes a second: what is sent
     * waits for what was sent before, by whatever connection. No headers are counted.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public SimulatedLinks bytesPerSecond(long bytes) {
        if (bytes < 1) throw new IllegalArgumentException("bytes a second: " + bytes);
        return new SimulatedLinks(leastNs, mostNs, bytes);
    }

    /** The shortest delay. */
    public long leastNs() {
        return leastNs;
    }

    /** How much longer the longest is. */
    public long spreadNs() {
        return mostNs - leastNs;
    }

    /** How long {@code bytes} keep a direction busy. */
    public long busyNs(int bytes) {
        return bytesPerSecond == 0 ? 0 : bytes * SECOND_NS / bytesPerSecond;
    }
}

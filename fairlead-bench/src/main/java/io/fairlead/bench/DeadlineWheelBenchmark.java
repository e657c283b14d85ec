package io.fairlead.bench;

import io.fairlead.server.watch.DeadlineWheel;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What deadlines cost a loop, by how many there are. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 9, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DeadlineWheelBenchmark {
    private static final long SEED = 1;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);

    /** Entries that wait, one for each connection. */
    @Param({"1000", "100000"})
    public int entries;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private DeadlineWheel wheel = new DeadlineWheel(0);
    private Watched[] watched = {};
    private long nowNs;

    /** Looked at, it waits for as long again. */
    private static final class Watched extends DeadlineWheel.Entry {
        @Override
        public long look(long nowNs) {
            return nowNs + TIMEOUT_NS;
        }
    }

    /** Entries at all distances up to the timeout. */
    @Setup(Level.Iteration)
    public void fill() {
        nowNs = 0;
        wheel = new DeadlineWheel(nowNs);
        watched = new Watched[entries];
        for (int i = 0; i < entries; i++) {
            watched[i] = new Watched();
            wheel.schedule(watched[i], random.nextLong(TIMEOUT_NS));
        }
    }

    /** A connection has another deadline now. */
    @Benchmark
    public void schedule() {
        wheel.schedule(watched[random.nextInt(entries)], nowNs + random.nextLong(TIMEOUT_NS));
    }

    /** A tick of 16 ms passes, and the entries of its slot are looked at. */
    @Benchmark
    public long advance() {
        nowNs += DeadlineWheel.TICK_NS;
        wheel.advance(nowNs);
        return wheel.waitNs(nowNs);
    }
}

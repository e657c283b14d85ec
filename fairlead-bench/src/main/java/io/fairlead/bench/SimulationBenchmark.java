package io.fairlead.bench;

import io.fairlead.frame.Codec;
import io.fairlead.testkit.SimulatedClient;
import io.fairlead.testkit.SimulatedNetwork;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one seed costs: a network with a server and a client is made, they connect, exchange 20
 * messages each way and close. A minute has 60,000,000 of the unit.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SimulationBenchmark {
    private static final int MESSAGES = 20;
    private static final String ENDPOINT = "tcp://server:7";

    /** Whether everything goes wrong that can, as often as it usually does. */
    @Param({"false", "true"})
    public boolean faults;

    private long seed;

    /** All messages are sent at once. */
    @Benchmark
    public int talk() {
        try (SimulatedNetwork net = network()) {
            SimulatedClient client = net.connect(ENDPOINT, Codec.lines());
            for (int i = 0; i < MESSAGES; i++) client.send("message");
            client.shutdownOutput();
            net.run(Duration.ofHours(1));
            return client.frames().size();
        }
    }

    /** Each message waits for the answer to the one before it. */
    @Benchmark
    public int pingPong() {
        try (SimulatedNetwork net = network()) {
            SimulatedClient client = net.connect(ENDPOINT, Codec.lines());
            for (int i = 0; i < MESSAGES && !client.isOver(); i++) {
                int sent = i;
                client.send("message");
                net.runUntil(
                        () -> client.frames().size() > sent || client.isOver(),
                        Duration.ofHours(1));
            }
            client.close();
            return client.frames().size();
        }
    }

    private SimulatedNetwork network() {
        SimulatedNetwork net = SimulatedNetwork.of(seed++);
        if (faults) net.faults(SimulatedFaults.usual());
        net.serve(ENDPOINT, Codec.lines(), (peer, frame) -> peer.send(frame));
        return net;
    }
}

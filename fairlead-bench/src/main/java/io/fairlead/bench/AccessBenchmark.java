package io.fairlead.bench;

import io.fairlead.access.AccessRules;
import io.fairlead.server.access.AccessList;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to look a source up in a list of networks: random ones of 16 to 32 bits. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 9, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class AccessBenchmark {
    private static final int SOURCES = 1 << 16;

    /** Networks in the list. */
    @Param({"1000", "100000"})
    public int networks;

    private final SocketAddress[] sources = new SocketAddress[SOURCES];
    private AccessList list = AccessList.EVERYBODY;
    private int next;

    /** Writes a list, and draws who asks. */
    @Setup
    public void prepare() throws IOException {
        Random random = new Random(networks);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < networks; i++) {
            int prefix = random.nextInt(16, 33);
            int bits = random.nextInt() & -1 << (Integer.SIZE - prefix);
            lines.append(address(bits).getHostAddress()).append('/').append(prefix).append('\n');
        }
        Path file = Files.writeString(Files.createTempFile("networks", ".txt"), lines);
        list = new AccessList(AccessRules.EVERYBODY.denyFile(file));
        Files.delete(file);
        for (int i = 0; i < SOURCES; i++) {
            sources[i] = new InetSocketAddress(address(random.nextInt()), 1);
        }
    }

    private static InetAddress address(int bits) throws IOException {
        return InetAddress.getByAddress(ByteBuffer.allocate(Integer.BYTES).putInt(bits).array());
    }

    /** Looks one up. */
    @Benchmark
    public boolean admits() {
        next = next + 1 & SOURCES - 1;
        return list.admits(sources[next]);
    }
}

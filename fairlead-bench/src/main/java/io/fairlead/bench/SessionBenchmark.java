package io.fairlead.bench;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Slab;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.session.Carrier;
import io.fairlead.session.Session;
import io.fairlead.session.SocketEnds;
import io.fairlead.session.Terms;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
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

/**
 * What a session costs without a socket: messages go in by its receive doors, an echo answers, and
 * the answers leave by its send doors. One operation is what one read brings.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 9, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class SessionBenchmark {
    private static final String MESSAGE = "x".repeat(63) + "\n";

    /** A name that {@link Codec#parse} knows. */
    @Param({"raw", "lines"})
    public String codecName = "";

    /** Messages of 64 bytes that one read brings. */
    @Param({"1", "16"})
    public int messages;

    private byte[] arrived = {};
    private Session session = session(Codec.raw());

    /** Opens a session. */
    @Setup
    public void open() {
        arrived = MESSAGE.repeat(messages).getBytes(StandardCharsets.US_ASCII);
        session = session(Codec.parse(codecName));
        session.open();
    }

    private static Session session(Codec codec) {
        Slab slab = new Slab(1 << 20);
        return new Session(
                new Terms(codec, Peer::send, Limits.DEFAULT, slab, System::nanoTime), new Nobody());
    }

    /** One read, and all that is to be written after it. */
    @Benchmark
    public int exchange() {
        Objects.requireNonNull(session.receiveSpace()).put(arrived);
        session.received(arrived.length);
        int sent = 0;
        for (ByteBuffer out; (out = session.beginSend()) != null; ) {
            int count = out.remaining();
            session.endSend(count);
            sent += count;
        }
        if (sent != arrived.length) throw new AssertionError(sent + " bytes were echoed");
        return sent;
    }

    /** Takes the place of a socket. */
    private static final class Nobody implements Carrier, SocketEnds {
        private static final SocketAddress ADDRESS =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 7007);

        @Override
        public SocketEnds socket() {
            return this;
        }

        @Override
        public SocketAddress remoteAddress() {
            return ADDRESS;
        }

        @Override
        public SocketAddress localAddress() {
            return ADDRESS;
        }

        @Override
        public long id() {
            return 1;
        }

        @Override
        public int readBytesMax() {
            return 64 * 1024;
        }

        @Override
        public void wake() {}
    }
}

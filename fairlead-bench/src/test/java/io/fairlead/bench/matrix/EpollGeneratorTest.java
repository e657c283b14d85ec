package io.fairlead.bench.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.bench.matrix.Generator.Timing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The generator against servers that do wrong: what it must not miss. */
class EpollGeneratorTest {
    private static final Timing SHORT = new Timing(0.1, 0.4);

    private static EpollGenerator generator = new EpollGenerator(Checkout.home(), List.of());

    private final List<String> moments = new ArrayList<>();
    private ServerSocket listener = listener();

    @BeforeAll
    static void compile() throws IOException {
        Checkout.assumeProgramsCanBeBuilt();
        generator =
                new EpollGenerator(Programs.compile(Checkout.home()).resolve("load"), List.of());
    }

    private static ServerSocket listener() {
        try {
            return new ServerSocket();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        listener.close();
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    /** What a server does with the {@code n} bytes it has read so far, and those of this read. */
    private interface Reply {
        void to(byte[] bytes, int size, long before, OutputStream out) throws IOException;
    }

    private void serve(Reply reply) {
        Thread.ofVirtual()
                .start(() -> {
                    while (!listener.isClosed()) accept(reply);
                });
    }

    private void accept(Reply reply) {
        try {
            Socket socket = listener.accept();
            Thread.ofVirtual().start(() -> serve(socket, reply));
        } catch (IOException e) {
            // the test is over
        }
    }

    private static void serve(Socket socket, Reply reply) {
        try (socket;
                InputStream in = socket.getInputStream()) {
            byte[] bytes = new byte[64 * 1024];
            long before = 0;
            for (int n; (n = in.read(bytes)) >= 0; before += n) {
                reply.to(bytes, n, before, socket.getOutputStream());
            }
        } catch (IOException e) {
            // the generator has left
        }
    }

    private Map<String, Double> drive(OfferedLoad load, Timing timing) throws IOException {
        return generator.drive(
                load,
                listener.getLocalPort(),
                timing,
                new Generator.Moments() {
                    @Override
                    public void begins() {
                        moments.add("begins");
                    }

                    @Override
                    public void ends() {
                        moments.add("ends");
                    }
                });
    }

    @Test
    void anEchoIsCountedAndTimed() throws IOException {
        serve((bytes, size, before, out) -> out.write(bytes, 0, size));

        Map<String, Double> figures = drive(OfferedLoad.stream(3, 64, 2), SHORT);

        assertThat(moments).containsExactly("begins", "ends");
        assertThat(figures.get("messages")).isPositive();
        assertThat(figures.get("seconds")).isBetween(0.4, 30.0);
        assertThat(figures.get("p50_us")).isPositive();
        assertThat(figures.get("max_us")).isGreaterThanOrEqualTo(figures.get("p99_us"));
        assertThat(figures).containsEntry("errors", 0.0).containsEntry("lost", 0.0);
    }

    @Test
    void aWrongByteFailsTheRun() {
        serve((bytes, size, before, out) -> {
            if (before > 1000) bytes[size - 1] ^= 1;
            out.write(bytes, 0, size);
        });

        assertThatThrownBy(() -> drive(OfferedLoad.stream(1, 64, 1), SHORT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a wrong byte after byte ");
    }

    @Test
    void linesAreExpectedInUpperCase() {
        serve((bytes, size, before, out) -> out.write(bytes, 0, size));

        OfferedLoad lines = OfferedLoad.stream(1, 32, 1).framed(OfferedLoad.Framing.LINES);
        assertThatThrownBy(() -> drive(lines, SHORT)).hasMessageContaining("a wrong byte");
    }

    @Test
    void aByteTooManyFailsTheRun() {
        serve((bytes, size, before, out) -> {
            out.write(bytes, 0, before > 1000 ? size + 1 : size);
        });

        assertThatThrownBy(() -> drive(OfferedLoad.stream(1, 64, 1), SHORT))
                .hasMessageContaining("more came back than was sent");
    }

    @Test
    void aServerThatHangsUpFailsTheRun() {
        serve((bytes, size, before, out) -> out.close());

        assertThatThrownBy(() -> drive(OfferedLoad.stream(1, 64, 1), SHORT))
                .hasMessageContaining("the server closed connection 0");
    }

    /** One stall of 500 ms in 2 s: a quarter of all messages were due in it. */
    @Test
    void atAFixedRateAStallIsSeenByEveryMessageThatWasDue() throws IOException {
        serve((bytes, size, before, out) -> {
            boolean stalls = before <= 64_000 && before + size > 64_000;
            long untilNs = System.nanoTime() + (stalls ? 500_000_000L : 0);
            for (long leftNs; (leftNs = untilNs - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(leftNs);
            }
            out.write(bytes, 0, size);
        });

        // 1,000 messages come after one second, of which 0.5 is warm-up
        Map<String, Double> figures =
                drive(OfferedLoad.stream(1, 64, 1).rate(1_000), new Timing(0.5, 1.5));

        assertThat(figures.get("p99_us")).isGreaterThan(400_000);
        assertThat(figures.get("messages")).isGreaterThan(1_200);
    }
}

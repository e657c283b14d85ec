package io.fairlead.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Eventually;
import io.fairlead.server.Server;
import io.fairlead.service.Connection;
import io.fairlead.service.DeadlineException;
import io.fairlead.service.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ClientTest {
    private static final InetSocketAddress LOOPBACK =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final Duration LIMIT = Duration.ofMillis(100);

    private @Nullable Server server;

    @AfterEach
    void close() {
        if (server != null) server.close();
    }

    private Connection connect(Handler handler) throws NetException {
        Server started = Server.at("tcp://127.0.0.1:0").converse(handler);
        server = started;
        return Client.connect(started.endpoint().toString());
    }

    private static void echoLines(Connection connection) throws IOException {
        for (String line; (line = connection.readLine()) != null; ) connection.writeLine(line);
    }

    /** A byte now and then is not what was asked for: the time is for the whole call. */
    @Test
    void aTrickleDoesNotProlongACall() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        Handler trickle =
                connection -> {
                    while (!enough.await(10, TimeUnit.MILLISECONDS)) {
                        connection.write("x");
                        connection.flush();
                    }
                    connection.write("\n");
                };
        try (Connection connection = connect(trickle)) {
            connection.timeout(LIMIT);
            assertThatThrownBy(connection::readLine)
                    .isInstanceOf(DeadlineException.class)
                    .hasMessageMatching("only \\d+ bytes of it arrived within 100 ms");
            assertThatThrownBy(() -> connection.readFully(new byte[1_000_000]))
                    .isInstanceOf(DeadlineException.class);
            enough.countDown();
            connection.timeout(null);
            assertThat(connection.readLine()).matches("x*");
        }
    }

    /** How long a frame may be is the codec's to say. */
    @Test
    void aFrameOfManyMebibytes() throws Exception {
        Codec codec = Codec.lengthPrefixed(4).maxBytes(64 << 20);
        try (Connection connection = connect(peer -> peer.writeFrame(codec, frameOf(20 << 20)))) {
            Frame frame = Objects.requireNonNull(connection.readFrame(codec));
            assertThat(frame.size()).isEqualTo(20 << 20);
        }
    }

    private static Frame frameOf(int bytes) {
        return Frame.of(new byte[bytes]);
    }

    @Test
    void linesWithoutAFlush() throws Exception {
        try (Connection connection = connect(ClientTest::echoLines)) {
            connection.writeLine("hello");
            assertThat(connection.readLine()).isEqualTo("hello");
            connection.write("two at\na time\n");
            assertThat(connection.readLine()).isEqualTo("two at");
            assertThat(connection.readLine()).isEqualTo("a time");
            connection.shutdownOutput();
            assertThat(connection.readLine()).isNull();
            assertThat(connection.readLine()).isNull();
        }
    }

    @Test
    void overAUnixSocket(@TempDir Path folder) throws Exception {
        Endpoint endpoint = Endpoint.unix(folder.resolve("echo.sock"));
        try (Server unix = Server.at(endpoint).converse(ClientTest::echoLines);
                Connection connection = Client.connect(unix.endpoint(), ConnectOptions.DEFAULT)) {
            connection.writeLine("hello");
            assertThat(connection.readLine()).isEqualTo("hello");
        }
    }

    @Test
    void readFullyReadsAllOrToTheEnd() throws Exception {
        Handler inPieces =
                connection -> {
                    for (int i = 0; i < 100; i++) {
                        connection.write("0123456789");
                        connection.flush();
                    }
                };
        try (Connection connection = connect(inPieces)) {
            byte[] most = new byte[900];
            assertThat(connection.readFully(most)).isEqualTo(900);
            assertThat(new String(most, UTF_8)).isEqualTo("0123456789".repeat(90));
            assertThat(connection.readFully(most)).isEqualTo(100);
            assertThat(connection.readFully(most)).isZero();
            assertThat(connection.read(most)).isEqualTo(-1);
            assertThat(connection.read(ByteBuffer.allocate(0))).isZero();
        }
    }

    @Test
    void aTimeoutLeavesTheConnectionUsable() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Handler late =
                connection -> {
                    connection.write("half ");
                    connection.flush();
                    goOn.await();
                    connection.writeLine("a line");
                };
        try (Connection connection = connect(late)) {
            connection.timeout(LIMIT);
            long startNs = System.nanoTime();
            assertThatThrownBy(connection::readLine).isInstanceOf(DeadlineException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                    .isBetween(LIMIT, Duration.ofSeconds(60));
            connection.timeout(Duration.ZERO);
            assertThatThrownBy(connection::readLine).isInstanceOf(DeadlineException.class);
            goOn.countDown();
            connection.timeout(null);
            assertThat(connection.readLine()).isEqualTo("half a line");
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void aWriteThatNobodyReadsTimesOut() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Connection connection = connect(ignored -> end.await())) {
            connection.timeout(LIMIT);
            byte[] block = new byte[1 << 20];
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 100; i++) connection.write(block);
                            })
                    .isInstanceOf(DeadlineException.class);
        } finally {
            end.countDown();
        }
    }

    @Test
    void closeWakesARead() throws Exception {
        closedInARead(null, 1);
    }

    /** Many times: the one that waits and the one that closes share a selector. */
    @Test
    void closeWakesAReadWithATimeout() throws Exception {
        closedInARead(Duration.ofSeconds(15), 100);
    }

    private void closedInARead(@Nullable Duration timeout, int times) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        connect(ignored -> end.await()).close();
        try {
            for (int i = 0; i < times; i++) closedInARead(timeout);
        } finally {
            end.countDown();
        }
    }

    private void closedInARead(@Nullable Duration timeout) throws Exception {
        Server running = Objects.requireNonNull(server);
        Connection connection = Client.connect(running.endpoint(), ConnectOptions.DEFAULT);
        connection.timeout(timeout);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                connection.readLine();
                            } catch (Throwable e) {
                                failure.complete(e);
                            }
                        });
        Eventually.until("it reads", () -> isInRead(reader));
        connection.close();
        assertThat(failure.join()).isInstanceOf(IOException.class);
        reader.join();
    }

    private static boolean isInRead(Thread reader) {
        for (StackTraceElement element : reader.getStackTrace()) {
            if (element.getMethodName().matches("read0|epollWait|wait|poll")) return true;
        }
        return false;
    }

    @Test
    void nobodyListens() throws Exception {
        Endpoint endpoint;
        try (Server gone = Server.at("tcp://127.0.0.1:0").converse(connection -> {})) {
            endpoint = gone.endpoint();
        }
        NetException refused =
                catchThrowableOfType(
                        NetException.class, () -> Client.connect(endpoint.toString()).close());
        assertThat(refused.kind()).isEqualTo(NetException.Kind.REFUSED);
        assertThat(refused).hasMessageContaining(endpoint.toString());
    }

    private static void reset(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    @Test
    void aReset() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(LOOPBACK)) {
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            Connection connection = Client.connect("tcp://127.0.0.1:" + port);
            try (connection) {
                reset(listener.accept());
                NetException reset = catchThrowableOfType(NetException.class, connection::readLine);
                assertThat(reset.kind()).isEqualTo(NetException.Kind.RESET);
                assertThat(reset)
                        .hasMessageStartingWith("read tcp://127.0.0.1:" + port + ": ECONNRESET");
            }
        }
    }

    @Test
    void aClosedConnectionIsNotWrittenTo() throws Exception {
        Connection connection = connect(ClientTest::echoLines);
        connection.close();
        connection.close();
        assertThatThrownBy(() -> connection.writeLine("x")).isInstanceOf(IOException.class);
        assertThatThrownBy(connection::readLine).isInstanceOf(IOException.class);
    }
}

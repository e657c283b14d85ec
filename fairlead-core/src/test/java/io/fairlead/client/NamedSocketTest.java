package io.fairlead.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.client.raw.StreamClient;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.Connection;
import io.fairlead.service.DeadlineException;
import io.fairlead.service.Service;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of abstract Unix-domain names, {@code unix:@name}: no channel of java.nio is there. */
@Timeout(120)
class NamedSocketTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final int BULK_BYTES = 8 << 20;

    private final Endpoint name = Endpoint.parse("unix:@fairlead-test-" + UUID.randomUUID());
    private @Nullable Server server;
    private long socketsBefore;

    @BeforeEach
    void count() throws IOException {
        socketsBefore = sockets();
    }

    @AfterEach
    void everythingIsBack() throws IOException {
        if (server != null) server.close();
        assertThat(sockets()).isEqualTo(socketsBefore);
    }

    private static long sockets() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(NamedSocketTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closed) {
            return false;
        }
    }

    private void serve(Service service) throws NetException {
        server = Server.at(name).model(Model.EPOLL).serve(service);
    }

    private void echo() throws NetException {
        serve((peer, frame) -> peer.send(frame));
    }

    private Connection connect() throws NetException {
        return Client.connect(name, ConnectOptions.DEFAULT);
    }

    @Test
    void linesComeBack() throws Exception {
        echo();
        try (Connection connection = connect()) {
            connection.writeLine("hello");
            assertThat(connection.readLine()).isEqualTo("hello");
            assertThat(connection.remoteAddress()).hasToString(name.path());
            connection.shutdownOutput();
            assertThat(connection.readLine()).isNull();
        }
    }

    @Test
    void bulkGoesBothWaysAtTheSameTime() throws Exception {
        echo();
        byte[] bulk = new byte[BULK_BYTES];
        new Random(42).nextBytes(bulk);
        try (StreamClient client = StreamClient.connect(name, ConnectOptions.DEFAULT)) {
            Thread writer = Thread.ofPlatform().start(() -> send(client, bulk));
            assertThat(receive(client)).isEqualTo(bulk);
            writer.join();
        }
    }

    @Test
    void bulkOfVirtualThreads() throws Exception {
        echo();
        byte[] bulk = new byte[BULK_BYTES];
        new Random(43).nextBytes(bulk);
        CompletableFuture<byte[]> back = new CompletableFuture<>();
        try (StreamClient client = StreamClient.connect(name, ConnectOptions.DEFAULT)) {
            Thread writer = Thread.startVirtualThread(() -> send(client, bulk));
            Thread.startVirtualThread(() -> back.complete(receive(client)));
            assertThat(back.get()).isEqualTo(bulk);
            writer.join();
        }
    }

    private static void send(StreamClient client, byte[] bulk) {
        try {
            client.write(ByteBuffer.wrap(bulk));
            client.shutdownOutput();
        } catch (NetException e) {
            throw new CompletionException(e);
        }
    }

    private static byte[] receive(StreamClient client) {
        ByteBuffer all = ByteBuffer.allocate(BULK_BYTES + 1);
        try {
            while (client.read(all) >= 0) {
                // read again: a stream brings what it has
            }
        } catch (NetException e) {
            throw new CompletionException(e);
        }
        byte[] bytes = new byte[all.flip().remaining()];
        all.get(bytes);
        return bytes;
    }

    @Test
    void aReadWaitsNoLongerThanItMay() throws Exception {
        echo();
        try (Connection connection = connect()) {
            connection.timeout(SHORT);
            assertThatThrownBy(connection::readLine)
                    .isInstanceOf(DeadlineException.class)
                    .hasMessage("nothing arrived within 100 ms");
            connection.timeout(null);
            connection.writeLine("still there");
            assertThat(connection.readLine()).isEqualTo("still there");
        }
    }

    @Test
    void aWriteWaitsNoLongerThanItMay() throws Exception {
        try (NativeListener _ = NativeListener.open(name, 1, false);
                Connection connection = connect()) {
            connection.timeout(SHORT);
            ByteBuffer chunk = ByteBuffer.allocate(BULK_BYTES);
            assertThatThrownBy(() -> connection.write(chunk))
                    .isInstanceOf(DeadlineException.class)
                    .hasMessage("not all was sent within 100 ms");
        }
    }

    @Test
    void closeWakesWhoReads() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        serve((_, _) -> opened.countDown());
        StreamClient client = StreamClient.connect(name, ConnectOptions.DEFAULT);
        CompletableFuture<Integer> read =
                CompletableFuture.supplyAsync(() -> readOne(client), Thread::startVirtualThread);
        client.write(ByteBuffer.wrap("x".getBytes(UTF_8)));
        opened.await();
        client.close();
        assertThatThrownBy(read::get).hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1)))
                .isInstanceOf(NetException.class);
    }

    private static int readOne(StreamClient client) {
        try {
            return client.read(ByteBuffer.allocate(1));
        } catch (NetException e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void anInterruptEndsAReadAndHarmsNothing() throws Exception {
        echo();
        try (Connection connection = connect()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(connection::readLine).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            connection.writeLine("unharmed");
            assertThat(connection.readLine()).isEqualTo("unharmed");
        }
    }

    @Test
    void aNameThatNobodyServesIsRefused() {
        NetException refused = catchThrowableOfType(NetException.class, this::connect);
        assertThat(refused.kind()).isEqualTo(NetException.Kind.REFUSED);
        assertThat(refused)
                .hasMessage(
                        "connect %s: ECONNREFUSED: nothing listens on that name in this network"
                                + " namespace; start the server or check the name",
                        name);
    }

    @Test
    void aFullQueueIsATimeout() throws Exception {
        ConnectOptions options = ConnectOptions.DEFAULT.withTimeout(SHORT);
        List<Connection> waiting = new ArrayList<>();
        try (NativeListener _ = NativeListener.open(name, 1, false)) {
            NetException full =
                    catchThrowableOfType(
                            NetException.class,
                            () -> {
                                while (true) waiting.add(Client.connect(name, options));
                            });
            assertThat(full.kind()).isEqualTo(NetException.Kind.TIMEOUT);
            assertThat(full).hasMessageContaining("the server's queue was full for 100 ms");
            assertThat(waiting).isNotEmpty();
        } finally {
            for (Connection connection : waiting) connection.close();
        }
    }

    @Test
    void thereIsNoLocalEndToChoose() {
        ConnectOptions options = ConnectOptions.DEFAULT.withLocal(Endpoint.tcp("127.0.0.1", 0));
        assertThatThrownBy(() -> Client.connect(name, options))
                .isInstanceOf(EndpointException.class);
    }
}

package io.fairlead.services.relay;

import static io.fairlead.services.relay.Ends.endpoint;
import static io.fairlead.services.relay.Ends.isAtEnd;
import static io.fairlead.services.relay.Ends.receive;
import static io.fairlead.services.relay.Ends.reset;
import static io.fairlead.services.relay.Ends.send;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.net.Endpoint;
import io.fairlead.server.Model;
import io.fairlead.service.CloseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes through a relay comes out unchanged: bytes, half-closes, resets, back-pressure. */
@ParameterizedClass
@EnumSource(names = {"SELECTOR", "EPOLL", "IO_URING"})
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayTest {
    private static final int BULK = 8 << 20;
    private static final int FAR_TOO_MUCH = 8 << 20;
    private static final int BLOCKED_MS = 300;

    private final Model model;
    private final Ends ends = new Ends();

    RelayTest(Model model) {
        this.model = model;
    }

    @AfterEach
    void close() throws Exception {
        ends.close();
    }

    private Relay relayTo(ServerSocketChannel listener) throws IOException {
        return ends.start(Relay.at("tcp://127.0.0.1:0").model(model).to(endpoint(listener)));
    }

    /** The kernel's buffers of Unix sockets are small. */
    private Relay unixRelay(Path directory, Endpoint target) throws IOException {
        String socket = "unix://" + directory.resolve("relay");
        return ends.start(Relay.at(socket).model(model).to(target));
    }

    private static byte[] random(long seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    @Test
    void bytesGoBothWaysAtOnceUnchanged() throws Exception {
        ServerSocketChannel listener = ends.listenTcp();
        SocketChannel client = ends.connect(relayTo(listener));
        SocketChannel target = ends.accept(listener);
        bothWays(client, target);
        RelayReport report = ends.recorded.awaitEnd();
        assertThat(report.bytesToTarget()).isEqualTo(BULK);
        assertThat(report.bytesToClient()).isEqualTo(BULK);
        assertThat(report.clientReason()).isEqualTo(CloseReason.PEER_CLOSED);
        assertThat(report.targetReason()).isEqualTo(CloseReason.PEER_CLOSED);
        assertThat(report.target()).isEqualTo(endpoint(listener));
    }

    private void bothWays(SocketChannel client, SocketChannel target) throws Exception {
        byte[] there = random(1, BULK);
        byte[] back = random(2, BULK);
        Future<?> sender = ends.beside(() -> sendAll(client, there));
        Future<?> answerer = ends.beside(() -> sendAll(target, back));
        Future<byte[]> arrived = ends.beside(() -> receive(target, BULK));
        assertThat(receive(client, BULK)).isEqualTo(back);
        assertThat(arrived.get()).isEqualTo(there);
        sender.get();
        answerer.get();
        assertThat(isAtEnd(client)).isTrue();
        assertThat(isAtEnd(target)).isTrue();
    }

    private static boolean sendAll(SocketChannel socket, byte[] bytes) throws IOException {
        send(socket, bytes);
        socket.shutdownOutput();
        return true;
    }

    @Test
    void unixSocketsAreRelayedToTcpAndBack(@TempDir Path directory) throws Exception {
        ServerSocketChannel listener = ends.listenUnix(directory.resolve("target"));
        Relay inner = relayTo(listener);
        SocketChannel client = ends.connect(unixRelay(directory, inner.endpoint()));
        bothWays(client, ends.accept(listener));
    }

    @Test
    void eachHalfCloseIsPassedOn() throws Exception {
        ServerSocketChannel listener = ends.listenTcp();
        Relay relay = relayTo(listener);
        SocketChannel asks = ends.connect(relay);
        send(asks, ascii("question"));
        asks.shutdownOutput();
        SocketChannel answers = ends.accept(listener);
        assertThat(receive(answers, 8)).isEqualTo(ascii("question"));
        assertThat(isAtEnd(answers)).isTrue();
        send(answers, ascii("answer"));
        assertThat(receive(asks, 6)).isEqualTo(ascii("answer"));

        SocketChannel uploads = ends.connect(relay);
        SocketChannel reads = ends.accept(listener);
        reads.shutdownOutput();
        assertThat(isAtEnd(uploads)).isTrue();
        send(uploads, ascii("upload"));
        assertThat(receive(reads, 6)).isEqualTo(ascii("upload"));
    }

    @Test
    void resetsArePassedOn() throws Exception {
        ServerSocketChannel listener = ends.listenTcp();
        Relay relay = relayTo(listener);
        SocketChannel client = ends.connect(relay);
        SocketChannel target = ends.accept(listener);
        ends.recorded.joined.take();
        reset(client);
        assertThatThrownBy(() -> isAtEnd(target)).hasMessageContaining("reset");
        assertThat(ends.recorded.awaitEnd().clientReason()).isEqualTo(CloseReason.RESET);

        SocketChannel other = ends.connect(relay);
        SocketChannel resets = ends.accept(listener);
        ends.recorded.joined.take();
        reset(resets);
        assertThatThrownBy(() -> isAtEnd(other)).hasMessageContaining("reset");
        assertThat(ends.recorded.awaitEnd().targetReason()).isEqualTo(CloseReason.RESET);
    }

    @Test
    void aTargetThatDoesNotReadStopsTheClient(@TempDir Path directory) throws Exception {
        ServerSocketChannel listener = ends.listenUnix(directory.resolve("target"));
        SocketChannel client = ends.connect(unixRelay(directory, endpoint(listener)));
        stops(client, ends.accept(listener));
    }

    @Test
    void aClientThatDoesNotReadStopsTheTarget(@TempDir Path directory) throws Exception {
        ServerSocketChannel listener = ends.listenUnix(directory.resolve("target"));
        SocketChannel client = ends.connect(unixRelay(directory, endpoint(listener)));
        stops(ends.accept(listener), client);
    }

    /** Sends until that blocks; then everything arrives, once it is read. */
    private void stops(SocketChannel sender, SocketChannel receiver) throws Exception {
        byte[] bytes = random(3, FAR_TOO_MUCH);
        ByteBuffer left = ByteBuffer.wrap(bytes);
        try (Selector selector = Selector.open()) {
            sender.configureBlocking(false);
            SelectionKey _ = sender.register(selector, SelectionKey.OP_WRITE);
            while (selector.select(BLOCKED_MS) > 0 && left.hasRemaining()) {
                selector.selectedKeys().clear();
                sender.write(left);
            }
        }
        assertThat(left.position()).isBetween(1, FAR_TOO_MUCH / 2);
        // The other direction goes on.
        send(receiver, ascii("hello"));
        sender.configureBlocking(true);
        assertThat(receive(sender, 5)).isEqualTo(ascii("hello"));
        Future<?> rest =
                ends.beside(() -> {
                    while (left.hasRemaining()) sender.write(left);
                    return true;
                });
        assertThat(receive(receiver, FAR_TOO_MUCH)).isEqualTo(bytes);
        rest.get();
    }

    @Test
    void aTargetThatRefusesEndsTheClientWithAReset() throws Exception {
        ServerSocketChannel listener = ends.listenTcp();
        Relay relay = relayTo(listener);
        listener.close();
        SocketChannel client = ends.connect(relay);
        assertThatThrownBy(() -> isAtEnd(client)).hasMessageContaining("reset");
        assertThat(ends.recorded.failures).hasSize(1);
        assertThat(ends.recorded.failures.getFirst().errno()).isEqualTo("ECONNREFUSED");
        RelayReport report = ends.recorded.awaitEnd();
        assertThat(report.target()).isNull();
        assertThat(report.detail()).contains("no target");
    }

    @Test
    void aClientThatIsGoneBeforeTheTargetIsThereLeavesNothing() throws Exception {
        ServerSocketChannel listener = ends.listenTcp();
        Relay relay = relayTo(listener);
        for (int i = 0; i < 20; i++) {
            reset(ends.connect(relay));
            RelayReport report = ends.recorded.awaitEnd();
            assertThat(report.clientReason()).isEqualTo(CloseReason.RESET);
        }
        while (relay.stats().open() > 0) Thread.onSpinWait(); // or the test's time is over
    }
}

package io.fairlead.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(120)
class UnixDatagramsTest {
    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static String text(UnixDatagrams.Received received) {
        return UTF_8.decode(received.payload()).toString();
    }

    @Test
    void eachGetsWhatTheOtherSendsAsItWasCut(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("d.sock");
        try (UnixDatagrams server = UnixDatagrams.bind(Endpoint.unix(file));
                UnixDatagrams client = UnixDatagrams.connect(Endpoint.unix(file))) {
            assertThat(Files.getPosixFilePermissions(file))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            client.send(bytes("one"));
            client.send(bytes(""));
            client.send(bytes("two"));
            UnixDatagrams.Received first = server.receive();
            assertThat(text(first)).isEqualTo("one");
            assertThat(first.sender()).isEqualTo(client.localAddress());
            assertThat(text(server.receive())).isEmpty();
            assertThat(text(server.receive())).isEqualTo("two");
            server.send(bytes("three"), first.sender());
            assertThat(text(client.receive())).isEqualTo("three");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void aSenderWaitsWhereTheQueueIsFull() throws Exception {
        Endpoint name = Endpoint.parse("unix:@fairlead-test-" + ProcessHandle.current().pid());
        int count = 300; // the kernel queues ten or more: net.unix.max_dgram_qlen
        try (UnixDatagrams server = UnixDatagrams.bind(name);
                UnixDatagrams client = UnixDatagrams.connect(name)) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAll(client, count));
            for (int i = 0; i < count; i++) assertThat(text(server.receive())).isEqualTo("" + i);
            sent.get(60, TimeUnit.SECONDS);
        }
    }

    private static void sendAll(UnixDatagrams client, int count) {
        try {
            for (int i = 0; i < count; i++) client.send(bytes("" + i));
        } catch (NetException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closingWakesWhoeverReceives() throws Exception {
        Endpoint name = Endpoint.parse("unix:@fairlead-close-" + ProcessHandle.current().pid());
        CompletableFuture<Void> receiving;
        try (UnixDatagrams server = UnixDatagrams.bind(name)) {
            receiving = CompletableFuture.runAsync(() -> receiveOne(server));
        }
        assertThatThrownBy(() -> receiving.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasStackTraceContaining("EBADF");
        UnixDatagrams.bind(name).close(); // nobody holds it any more
    }

    private static void receiveOne(UnixDatagrams server) {
        try {
            server.receive();
        } catch (NetException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsWrongIsNamed(@TempDir Path folder) throws Exception {
        Endpoint absent = Endpoint.unix(folder.resolve("absent"));
        assertThat(connectFailure(absent).errno()).isEqualTo("ENOENT");
        Endpoint stream = Endpoint.unix(folder.resolve("stream"));
        try (StreamListener _ = StreamListener.open(stream)) {
            assertThat(connectFailure(stream).errno()).isEqualTo("EPROTOTYPE");
        }
        Path regular = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> UnixDatagrams.bind(Endpoint.unix(regular)))
                .hasMessageContaining("a regular file exists there");
        assertThatThrownBy(() -> UnixDatagrams.connect(Endpoint.udp("127.0.0.1", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static NetException connectFailure(Endpoint endpoint) {
        return catchThrowableOfType(
                NetException.class, () -> UnixDatagrams.connect(endpoint).close());
    }
}

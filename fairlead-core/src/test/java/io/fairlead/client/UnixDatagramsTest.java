package io.fairlead.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.client.raw.StreamListener;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
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
    @Test
    void eachGetsWhatTheOtherSendsAsItWasCut(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("d.sock");
        try (Datagrams server = Datagrams.bind(Endpoint.unix(file), DatagramOptions.DEFAULT);
                Datagrams client = Datagrams.connect(Endpoint.unix(file), ConnectOptions.DEFAULT)) {
            assertThat(Files.getPosixFilePermissions(file))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            client.send("one");
            client.send("");
            client.send("two");
            Datagrams.Received first = server.receive();
            assertThat(first.text()).isEqualTo("one");
            assertThat(first.sender()).isEqualTo(client.localAddress());
            assertThat(server.receive().text()).isEmpty();
            assertThat(server.receive().text()).isEqualTo("two");
            server.send(first.sender(), "three");
            assertThat(client.receive().text()).isEqualTo("three");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void aSenderWaitsWhereTheQueueIsFull() throws Exception {
        Endpoint name = Endpoint.parse("unix:@fairlead-test-" + ProcessHandle.current().pid());
        int count = 300; // the kernel queues ten or more: net.unix.max_dgram_qlen
        try (Datagrams server = Datagrams.bind(name, DatagramOptions.DEFAULT);
                Datagrams client = Datagrams.connect(name, ConnectOptions.DEFAULT)) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAll(client, count));
            for (int i = 0; i < count; i++) assertThat(server.receive().text()).isEqualTo("" + i);
            sent.get(60, TimeUnit.SECONDS);
        }
    }

    private static void sendAll(Datagrams client, int count) {
        try {
            for (int i = 0; i < count; i++) client.send("" + i);
        } catch (NetException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closingWakesWhoeverReceives() throws Exception {
        Endpoint name = Endpoint.parse("unix:@fairlead-close-" + ProcessHandle.current().pid());
        CompletableFuture<Void> receiving;
        try (Datagrams server = Datagrams.bind(name, DatagramOptions.DEFAULT)) {
            receiving = CompletableFuture.runAsync(() -> receiveOne(server));
        }
        assertThatThrownBy(() -> receiving.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasStackTraceContaining("EBADF");
        Datagrams.bind(name, DatagramOptions.DEFAULT).close(); // nobody holds it any more
    }

    private static void receiveOne(Datagrams server) {
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
        assertThatThrownBy(() -> Datagrams.bind(Endpoint.unix(regular), DatagramOptions.DEFAULT))
                .hasMessageContaining("a regular file exists there");
        assertThatThrownBy(() -> Datagrams.connect("tcp://:1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static NetException connectFailure(Endpoint endpoint) {
        return catchThrowableOfType(
                NetException.class,
                () -> Datagrams.connect(endpoint, ConnectOptions.DEFAULT).close());
    }
}

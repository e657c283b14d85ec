package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.net.NetException;
import io.fairlead.service.Connection;
import io.fairlead.tls.TestTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both ends agree on new keys every 64 KiB, and no byte is wrong. The JDK reads the limit once in a
 * JVM's life, so this has one of its own.
 */
@Timeout(120)
class KeyLimitsTest {
    private static final int BYTES = 2 * 1_024 * 1_024;
    private static final int LIMIT_BYTES = 64 * 1_024;
    private static final String UPDATES = "Produced KeyUpdate post-handshake message";

    @TempDir Path directory;

    /** An echo server of TLS, and the JDK's client of it, which keeps the same limit. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws Exception {
            ServerBuilder builder = Server.at("tls://127.0.0.1:0").tls(TestTls.server());
            byte[] sent = new byte[BYTES];
            new Random(1).nextBytes(sent);
            try (Server server = args[0].equals("handler") ? handler(builder) : service(builder);
                    SSLSocket client = connect(server)) {
                CompletableFuture<Void> writer =
                        CompletableFuture.runAsync(() -> write(client, sent));
                byte[] received = client.getInputStream().readNBytes(BYTES);
                writer.join();
                System.out.println(Arrays.equals(sent, received) ? "equal" : "wrong");
            }
        }

        private static Server service(ServerBuilder builder) throws NetException {
            builder.model(Model.EPOLL).codec(Codec.raw());
            return builder.serve((peer, bytes) -> peer.send(bytes));
        }

        private static Server handler(ServerBuilder builder) throws NetException {
            return builder.model(Model.VIRTUAL).converse(KeyLimitsTest::echo);
        }

        private static SSLSocket connect(Server server) throws IOException {
            var factory = TestTls.clientContext().getSocketFactory();
            return (SSLSocket) factory.createSocket("127.0.0.1", server.endpoint().port());
        }

        private static void write(SSLSocket client, byte[] bytes) {
            try {
                client.getOutputStream().write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void echo(Connection connection) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16 * 1_024);
        while (connection.read(bytes.clear()) >= 0) {
            connection.write(bytes.flip());
            connection.flush();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "handler"})
    void newKeysEvery64KiBChangeNoByte(String style) throws Exception {
        Path limit = directory.resolve("limits");
        Files.writeString(limit, limits());
        Path notes = directory.resolve("notes");
        Process program =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djava.security.properties=" + limit,
                                "-Djavax.net.debug=ssl:handshake",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName(),
                                style)
                        .redirectError(notes.toFile())
                        .start();
        try {
            String said = new String(program.getInputStream().readAllBytes(), UTF_8);
            assertThat(said).as(() -> tail(notes)).isEqualTo("equal\n");
        } finally {
            program.destroyForcibly();
        }
        try (var lines = Files.lines(notes)) {
            long updates = lines.filter(line -> line.contains(UPDATES)).count();
            assertThat(updates).isGreaterThan(BYTES / LIMIT_BYTES);
        }
    }

    private static String limits() {
        String algorithms = "";
        for (String name : new String[] {"AES/GCM/NoPadding", "ChaCha20-Poly1305"}) {
            algorithms += (algorithms.isEmpty() ? "" : ", ") + name + " KeyUpdate 2^16";
        }
        return "jdk.tls.keyLimits=" + algorithms + "\n";
    }

    private static String tail(Path notes) {
        try {
            String all = Files.readString(notes);
            return all.substring(Math.max(0, all.length() - 2_000));
        } catch (IOException e) {
            return e.toString();
        }
    }
}

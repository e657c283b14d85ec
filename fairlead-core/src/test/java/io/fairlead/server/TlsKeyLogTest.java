package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.client.Client;
import io.fairlead.frame.Codec;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.NetException;
import io.fairlead.service.Connection;
import io.fairlead.service.Service;
import io.fairlead.tls.TestTls;
import io.fairlead.tls.TlsOptions;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Secrets go where somebody has asked for them: under every model, at either end. */
@ParameterizedClass
@MethodSource("places")
class TlsKeyLogTest {
    private static final Service ECHO_LINES =
            (Service & Serializable) (peer, frame) -> peer.send(frame);

    @RegisterExtension final Rig rig;
    @TempDir Path directory;

    TlsKeyLogTest(Place place) {
        rig = new Rig(place);
    }

    static Stream<Place> places() {
        return Stream.of(Model.values()).map(model -> new Place(model, Place.Net.TLS));
    }

    private Server serve(TlsOptions options) throws NetException {
        return rig.keep(rig.builder().codec(Codec.lines()).tls(options).serve(ECHO_LINES));
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().sorted().toList();
    }

    @Test
    void bothEndsWriteTheSame() throws Exception {
        Path ofServer = directory.resolve("server.keys");
        Path ofClient = directory.resolve("client.keys");
        Server server = serve(TestTls.server().withKeyLog(ofServer));
        TlsOptions logging = TestTls.client().withKeyLog(ofClient);
        for (TlsOptions options : List.of(logging, TestTls.client(), logging)) {
            try (Connection connection =
                    Client.connect(server.endpoint(), ConnectOptions.DEFAULT, options)) {
                connection.writeLine("hello");
                assertThat(connection.readLine()).isEqualTo("hello");
            }
        }
        assertThat(lines(ofClient))
                .hasSize(2 * 5)
                .allMatch(line -> line.matches("[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]{96}"));
        assertThat(lines(ofServer)).hasSize(3 * 5).containsAll(lines(ofClient));
        assertThat(lines(ofServer).stream().map(line -> line.split(" ", 2)[0]).distinct())
                .containsExactly(
                        "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                        "CLIENT_TRAFFIC_SECRET_0",
                        "EXPORTER_SECRET",
                        "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                        "SERVER_TRAFFIC_SECRET_0");
    }

    @Test
    void tls12HasOneSecret() throws Exception {
        Path file = directory.resolve("server.keys");
        Server server = serve(TestTls.server().withKeyLog(file));
        try (SSLSocket old =
                (SSLSocket) TestTls.clientContext().getSocketFactory().createSocket()) {
            old.connect(server.endpoint().resolve().getFirst());
            old.setEnabledProtocols(new String[] {"TLSv1.2"});
            old.startHandshake();
            assertThat(lines(file))
                    .singleElement()
                    .matches(line -> line.matches("CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}"));
        }
    }

    @Test
    void aFileThatOthersMayReadIsAnErrorAtTheStart() throws Exception {
        Path target = Files.createFile(directory.resolve("target"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        assertThatThrownBy(() -> serve(TestTls.server().withKeyLog(link)))
                .isInstanceOf(NetException.class)
                .hasMessageContaining("symbolic link");
    }
}

package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.frame.Codec;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.service.Connection;
import io.fairlead.tls.TestTls;
import io.fairlead.tls.TlsOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/tls.md shows. */
class TlsGuideTest {
    @TempDir Path directory;

    @Test
    void anEchoOfLines() throws IOException {
        Path file = directory.resolve("server.pem");
        TestTls.renew(file);
        try (Server server = serve(file, file)) {
            assertThat(ask(server.endpoint(), TestTls.authority())).isEqualTo("hello");
        }
    }

    private static Server serve(Path certificates, Path key) throws IOException {
        // region: server
        return Server.at("tls://localhost:0")
                .codec(Codec.lines())
                .tls(TlsOptions.certificate(certificates, key))
                .serve((peer, line) -> peer.send(line));
        // endregion
    }

    private static @Nullable String ask(Endpoint server, Path authority) throws IOException {
        // region: client
        TlsOptions trusting = TlsOptions.DEFAULT.withTrusted(authority);
        try (Connection connection = Client.connect(server, ConnectOptions.DEFAULT, trusting)) {
            connection.writeLine("hello");
            return connection.readLine();
        }
        // endregion
    }
}

package io.fairlead.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.net.Endpoint;
import io.fairlead.server.Server;
import io.fairlead.service.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that are shown to people, run by a shell. */
class TryItTest {
    private static final ServiceOptions OPTIONS =
            ServiceOptions.DEFAULT
                    .withClock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                    .withPrint(line -> {});

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "ECHO,hello\\n",
        "DISCARD,''",
        "DAYTIME,'Thursday, January 1, 1970 00:00:00-Z\\r\\n'",
        "TIME,' 2208988800\\n'",
        "UPPER,HELLO\\n",
        "GREET,Welcome to server!\\nYou said: hello\\n",
        "ACK,OK\\n"
    })
    void streams(Shipped shipped, String shown) throws Exception {
        String expected = shown.translateEscapes();
        Path path = directory.resolve("a socket");
        assertThat(tried(shipped, Endpoint.tcp("127.0.0.1", 0))).isEqualTo(expected);
        assertThat(tried(shipped, Endpoint.unix(path))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "::1"})
    void chargenStops(String host) throws Exception {
        String lines = tried(Shipped.CHARGEN, Endpoint.tcp(host, 0));
        assertThat(lines.lines()).hasSize(3).allMatch(line -> line.length() == 72);
    }

    @ParameterizedTest
    @CsvSource({
        "ECHO,hello",
        "DISCARD,''",
        "DAYTIME,'Thursday, January 1, 1970 00:00:00-Z\\r\\n'",
        "TIME,' 2208988800\\n'",
        "UPPER,HELLO",
        "ACK,OK"
    })
    void datagrams(Shipped shipped, String shown) throws Exception {
        assertThat(tried(shipped, Endpoint.udp("127.0.0.1", 0)))
                .isEqualTo(shown.translateEscapes());
    }

    @Test
    void datagramsOverIpv6() throws Exception {
        assertThat(tried(Shipped.ECHO, Endpoint.udp("::1", 0))).isEqualTo("hello");
    }

    @Test
    void chargenAnswersADatagram() throws Exception {
        String answer = tried(Shipped.CHARGEN, Endpoint.udp("127.0.0.1", 0));
        assertThat(answer.length()).isLessThanOrEqualTo(100);
    }

    private static String tried(Shipped shipped, Endpoint endpoint) throws Exception {
        assumeTrue(shell("command -v nc && command -v socat && command -v od").contains("od"));
        boolean datagrams = endpoint.scheme() == Endpoint.Scheme.UDP;
        Service service = datagrams ? shipped.datagramService(OPTIONS) : shipped.service(OPTIONS);
        try (Server server = Server.at(endpoint).codec(shipped.codec()).serve(service)) {
            String output = shell(shipped.tryIt(server.endpoint()));
            server.drain(Duration.ofSeconds(5));
            return output;
        }
    }

    private static String shell(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", command).start();
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).as(command).isTrue();
        assertThat(new String(shell.getErrorStream().readAllBytes(), UTF_8)).as(command).isEmpty();
        return new String(shell.getInputStream().readAllBytes(), UTF_8);
    }
}

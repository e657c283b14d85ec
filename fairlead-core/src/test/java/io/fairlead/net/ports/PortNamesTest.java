package io.fairlead.net.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names in the place of ports. */
class PortNamesTest {
    @TempDir private Path directory = Path.of("");

    private OptionalInt find(String name, String protocol) throws IOException {
        Path file = directory.resolve("services");
        Files.writeString(
                file,
                """
                # a comment
                tcpmux  1/tcp   # a comment
                gopher\t7070/tcp  burrow Hole
                gopher\t7071/udp
                http    8080/tcp
                broken  99999/tcp
                """);
        return PortNames.find(name, protocol, file);
    }

    @Test
    void namesAndAliasesOfTheFileAreKnown() throws IOException {
        assertThat(find("gopher", "tcp")).hasValue(7070);
        assertThat(find("gopher", "udp")).hasValue(7071);
        assertThat(find("BURROW", "tcp")).hasValue(7070);
        assertThat(find("hole", "tcp")).hasValue(7070);
        assertThat(find("burrow", "udp")).isEmpty();
        assertThat(find("broken", "tcp")).isEmpty();
    }

    @Test
    void theFileCountsBeforeWhatIsKnownWithoutIt() throws IOException {
        assertThat(find("http", "tcp")).hasValue(8080);
        assertThat(find("https", "tcp")).hasValue(443);
        Path none = directory.resolve("none");
        assertThat(PortNames.find("http", "tcp", none)).hasValue(80);
    }

    @Test
    void anEndpointReadsThemAsTheirNumbers() {
        assertThat(Endpoint.parse("example.org:https"))
                .isEqualTo(Endpoint.tcp("example.org", 443))
                .hasToString("tcp://example.org:443");
        assertThat(Endpoint.parse("udp://[::1]:ntp").port()).isEqualTo(123);
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> Endpoint.parse("example.org:no-such-name"))
                .withMessageContaining("65535, nor a name in /etc/services");
    }
}

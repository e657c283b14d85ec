package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import io.fairlead.posix.Posix;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is killed leaves no worker behind. */
@Timeout(120)
class WorkersAloneTest {
    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "PREFORK"})
    void workersEndWithTheirServer(Model model) throws Exception {
        Process server = start(model);
        try (BufferedReader lines = server.inputReader()) {
            String first = Objects.requireNonNull(lines.readLine());
            int port = Integer.parseInt(first.substring("port ".length()));
            try (Wire wire = Wire.connect(Endpoint.tcp("127.0.0.1", port), 0)) {
                wire.echo("served");
                List<ProcessHandle> workers = server.children().toList();
                assertThat(workers).isNotEmpty();
                server.destroyForcibly().waitFor();
                assertThat(wire.receiveAtMost(1)).as("its connection ends, too").isEmpty();
                Running.untilNoneOf(workers);
            }
        } finally {
            server.destroyForcibly();
        }
    }

    private static Process start(Model model) throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        String classPath =
                Stream.of(Server.class, CrowdedServer.class, Posix.class)
                        .map(WorkersAloneTest::placeOf)
                        .distinct()
                        .collect(Collectors.joining(":"));
        return new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        CrowdedServer.class.getName(),
                        model.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String placeOf(Class<?> type) {
        URI place = URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString());
        return Path.of(place).toString();
    }
}

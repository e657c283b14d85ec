package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code fairlead relay} between clients and servers of others. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayCommandTest {
    private static final int BULK = 4 << 20;

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void socatAndNetcatGetTheirBytesThroughARelay() throws Exception {
        String socket = programs.file("cat.sock").toString();
        Program cat =
                programs.client("socat", "-d", "-d", "UNIX-LISTEN:" + socket + ",fork", "EXEC:cat")
                        .start();
        cat.errors().await("listening on");
        Program relay = programs.fairlead("relay", "0", "unix://" + socket).start();
        String first = relay.output().await("relay ");
        String port = first.replaceAll(".*tcp://127\\.0\\.0\\.1:(\\d+)$", "$1");
        byte[] bytes = new byte[BULK];
        new Random(4).nextBytes(bytes);
        String file = programs.file("bulk", bytes).toString();
        Outcome same =
                programs.shell(
                                "nc.openbsd -N 127.0.0.1 \"$1\" < \"$2\" | cmp - \"$2\" && echo"
                                        + " same",
                                port,
                                file)
                        .run();
        assertThat(same.output()).isEqualTo("same\n");
        String words = Files.readString(Path.of("/proc", String.valueOf(relay.pid()), "cmdline"));
        String testsOwn = Effort.JAVA_OPTIONS.replace(' ', '\0');
        assertThat(words.replaceFirst(Pattern.quote(testsOwn), ""))
                .as("a relay runs for long: it has the optimising compiler")
                .doesNotContain("TieredStopAtLevel");
        relay.output().await(BULK + " bytes to the target, " + BULK + " to the client");
        relay.signal("TERM");
        assertThat(relay.awaitExit()).isZero();
    }

    /** The relay has no certificate: each client sees that of the server that it asked for. */
    @Test
    void tlsPassesThroughToTheServerThatIsAskedFor() throws Exception {
        TlsFiles files = TlsFiles.make(programs);
        String[] services = {"upper=tls://localhost:0", "echo=tls://localhost:0"};
        RunningServer server = programs.serve(files.server(services));
        Program relay =
                programs.fairlead(
                                "relay",
                                "0",
                                "--sni",
                                "localhost=127.0.0.1:" + server.port("upper", "tls"),
                                "--sni",
                                "*.example=127.0.0.1:" + server.port("echo", "tls"))
                        .start();
        String first = relay.output().await("relay ");
        String at = first.replaceAll(".*tcp://(127\\.0\\.0\\.1:\\d+)$", "$1");
        assertThat(asking(at, "localhost", files)).isEqualTo("HELLO\n");
        assertThat(asking(at, "echo.example", files)).isEqualTo("hello\n");
        assertThat(asking(at, "other", files)).contains("unrecognized name");
        relay.output().await("opened, asked for echo.example, to tcp://127.0.0.1:");
        relay.output().await("asked for other");
        relay.signal("TERM");
        assertThat(relay.awaitExit()).isZero();
        assertThat(server.stop()).isZero();
    }

    /** What a client sees that asks for {@code name}, and wants the certificate of localhost. */
    private String asking(String at, String name, TlsFiles files) throws Exception {
        String address =
                "OPENSSL:%s,snihost=%s,cafile=%s,commonname=localhost"
                        .formatted(at, name, files.authority());
        Outcome outcome = programs.client("socat", "-", address).input("hello\n").run();
        return outcome.output() + outcome.errors();
    }
}

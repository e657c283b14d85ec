package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Others look at a {@code tls://} server, or stand between: sslscan, stunnel. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("NullAway.Init") // by JUnit
class TlsJudgesTest {
    private static final String STUNNEL =
            """
            foreground = yes
            debug = info
            pid =
            [one]
            client = %s
            accept = 127.0.0.1:0
            connect = %s
            """;

    private final Programs programs = new Programs();

    private TlsFiles files;

    @BeforeEach
    void makeFiles() throws Exception {
        files = TlsFiles.make(programs);
    }

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    /** What it lists under its own headings, and no other suite than such as these. */
    @Test
    void sslscanFindsNothingWeak() throws Exception {
        RunningServer server = programs.serve(files.server("echo=tls://localhost:0"));
        String at = "127.0.0.1:" + server.port("echo", "tls");
        List<String> report =
                programs.client("sslscan", "--no-colour", at).run().output().lines().toList();
        assertThat(report)
                .contains("SSLv2     disabled", "SSLv3     disabled", "TLSv1.0   disabled")
                .contains("TLSv1.1   disabled", "TLSv1.2   enabled", "TLSv1.3   enabled")
                .contains("Session renegotiation not supported")
                .contains("TLSv1.2 not vulnerable to heartbleed");
        List<String> suites =
                report.stream()
                        .filter(line -> line.matches("(Preferred|Accepted) .* bits .*"))
                        .toList();
        assertThat(suites).hasSizeGreaterThan(4).allMatch(line -> line.contains(" DHE "));
        assertThat(suites).allMatch(line -> line.matches(".*(GCM|CHACHA20).*"));
    }

    @Test
    void stunnelIsAClient() throws Exception {
        RunningServer server = programs.serve(files.server("upper=tls://localhost:0"));
        String more = "verifyChain = yes\ncheckHost = localhost\nCAfile = " + files.authority();
        String at = "127.0.0.1:" + server.port("upper", "tls");
        int port = stunnel(STUNNEL.formatted("yes", at) + more);
        assertThat(programs.nc(port).input("hello\n").run().output()).isEqualTo("HELLO\n");
    }

    @Test
    void stunnelIsAServer() throws Exception {
        RunningServer server = programs.serve("upper=tcp://localhost:0");
        String more = "cert = " + files.certificate() + "\nkey = " + files.key();
        String at = "127.0.0.1:" + server.port("upper", "tcp");
        int port = stunnel(STUNNEL.formatted("no", at) + more);
        Outcome outcome =
                programs.fairlead(files.client("tls://localhost:" + port)).input("hello\n").run();
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
        assertThat(outcome.output()).isEqualTo("HELLO\n");
    }

    /** Starts it; returns its port. */
    private int stunnel(String configuration) throws Exception {
        String file = programs.file("stunnel.conf", Programs.utf8(configuration + "\n")).toString();
        Program stunnel = programs.client("stunnel", file).start();
        String bound = stunnel.errors().await("bound to 127.0.0.1:");
        return Integer.parseInt(bound.replaceAll(".*127\\.0\\.0\\.1:(\\d+).*", "$1"));
    }
}

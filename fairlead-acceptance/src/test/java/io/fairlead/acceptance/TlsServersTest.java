package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fairlead's clients at a server of OpenSSL, which sends each line back in reverse. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("NullAway.Init") // by JUnit
class TlsServersTest {
    private static final String CERTIFICATE = ", Certificate";
    private static final String HELLO = ", ServerHello";

    private final Programs programs = new Programs();

    private TlsFiles files;
    private Program server;
    private String endpoint;

    @BeforeEach
    void startServer() throws Exception {
        files = TlsFiles.make(programs);
        String[] command = {"openssl", "s_server", "-accept", "127.0.0.1:0", "-rev", "-msg"};
        server = programs.client(files.opensslServer(command)).start();
        String said = server.output().await("ACCEPT ");
        endpoint = "tls://localhost:" + said.substring(said.lastIndexOf(':') + 1);
    }

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    /** How many such messages it has sent. */
    private long count(String message) {
        return server.output().soFar().stream().filter(line -> line.endsWith(message)).count();
    }

    private void churn(String... more) throws Exception {
        String[] words = {
            "bench",
            endpoint,
            "--ca",
            files.authority(),
            "--churn",
            "-d",
            "2s",
            "--warm-up",
            "0s",
            "--codec",
            "lines",
            "--text",
            "hello",
            "--answer",
            "any",
            "--assert",
            "errors=0"
        };
        String[] all = Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new);
        Outcome outcome = programs.fairlead(all).run();
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
    }

    @Test
    void connectIsServed() throws Exception {
        Outcome outcome =
                programs.fairlead("connect", endpoint, "--ca", files.authority())
                        .input("hello\n")
                        .run();
        assertThat(outcome.output()).as(outcome.errors()).isEqualTo("olleh\n");
    }

    /** Who resumes is not shown the certificate again. */
    @Test
    void benchResumesUnlessItIsNotTo() throws Exception {
        churn();
        assertThat(count(HELLO)).isGreaterThan(1);
        assertThat(count(CERTIFICATE)).isEqualTo(1);
        long before = count(HELLO);
        churn("--no-resume");
        long whole = count(HELLO) - before;
        assertThat(whole).isGreaterThan(1);
        assertThat(count(CERTIFICATE) - 1).isGreaterThanOrEqualTo(whole);
    }
}

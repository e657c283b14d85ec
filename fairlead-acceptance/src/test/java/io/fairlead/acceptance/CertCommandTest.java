package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code fairlead cert} makes is taken by other people's programs. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CertCommandTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    private Outcome cert(String... words) throws Exception {
        Path directory = Files.createDirectories(programs.file("made"));
        String[] all = new String[words.length + 3];
        all[0] = "cert";
        all[1] = "--dir";
        all[2] = directory.toString();
        System.arraycopy(words, 0, all, 3, words.length);
        Outcome outcome =
                programs.fairlead(all)
                        .environment("XDG_DATA_HOME", programs.file("data").toString())
                        .run();
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
        return outcome;
    }

    private String made(String name) {
        return programs.file("made").resolve(name).toString();
    }

    private String authority() throws Exception {
        return cert("--ca").output().strip();
    }

    @Test
    void openSslAndGnuTlsTakeIt() throws Exception {
        Outcome _ = cert("localhost", "127.0.0.1", "::1");
        Outcome openssl =
                programs.client(
                                "openssl",
                                "verify",
                                "-x509_strict",
                                "-CAfile",
                                authority(),
                                "-purpose",
                                "sslserver",
                                "-verify_ip",
                                "::1",
                                made("localhost.pem"))
                        .run();
        assertThat(openssl.output()).as(openssl.errors()).endsWith("localhost.pem: OK\n");
        Outcome certtool =
                programs.client(
                                "certtool",
                                "--verify",
                                "--load-ca-certificate",
                                authority(),
                                "--verify-hostname",
                                "localhost",
                                "--infile",
                                made("localhost.pem"))
                        .run();
        assertThat(certtool.output()).contains("Chain verification output: Verified.");
        Outcome details =
                programs.client("certtool", "-i", "--infile", made("localhost.pem")).run();
        assertThat(details.output()).contains("DNSname: localhost", "IPAddress: 127.0.0.1");
    }

    /** Each end is shown what was made, and checks it. */
    @Test
    void curlAndOpenSslTalkWithIt() throws Exception {
        Outcome _ = cert("localhost");
        Outcome _ = cert("--client", "ada");
        String ca = authority();
        String port = server(ca).output().await("ACCEPT ").replaceFirst(".*:", "");
        Outcome curl =
                programs.client(
                                "curl",
                                "--silent",
                                "--show-error",
                                "--cacert",
                                ca,
                                "--resolve",
                                "localhost:" + port + ":127.0.0.1",
                                "--cert",
                                made("ada-client.pem"),
                                "--key",
                                made("ada-client-key.pem"),
                                "https://localhost:" + port + "/")
                        .run();
        assertThat(curl.exit()).as(curl.errors()).isZero();
        assertThat(curl.output()).contains("TLSv1.3", "DNS:ada");
    }

    /** One that shows a page with the client's certificate. */
    private Program server(String ca) throws Exception {
        return programs.client(
                        "openssl",
                        "s_server",
                        "-accept",
                        "127.0.0.1:0",
                        "-www",
                        "-cert",
                        made("localhost.pem"),
                        "-key",
                        made("localhost-key.pem"),
                        "-Verify",
                        "1",
                        "-verify_return_error",
                        "-CAfile",
                        ca)
                .start();
    }
}

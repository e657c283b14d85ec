package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Other people's TLS: clients of a {@code tls://} server, under models of each kind. */
@ParameterizedClass
@ValueSource(strings = {"virtual", "epoll", "io_uring", "prefork"})
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("NullAway.Init") // by JUnit
class TlsClientsTest {
    private static final String ASK =
            """
            import socket, ssl, sys
            context = ssl.create_default_context(cafile=sys.argv[2])
            context.maximum_version = getattr(ssl.TLSVersion, sys.argv[3])
            with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as plain:
                with context.wrap_socket(plain, server_hostname="localhost") as tls:
                    for line in (b"hello\\n", b"x" * 20000 + b"\\n"):
                        tls.sendall(line)
                        answer = b""
                        while not answer.endswith(b"\\n"):
                            answer += tls.recv(65536)
                        assert answer == line.upper(), answer
                    print(tls.version())
            """;

    private final Programs programs = new Programs();

    @Parameter String model;

    private TlsFiles files;
    private RunningServer server;
    private String port;

    @BeforeEach
    void startServer() throws Exception {
        files = TlsFiles.make(programs);
        server = programs.serve(files.server("upper=tls://localhost:0", "--model", model));
        port = Integer.toString(server.port("upper", "tls"));
    }

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void allOfThemAreServed() throws Exception {
        openssl();
        gnutls();
        socat();
        curl();
        python("TLSv1_3", "TLSv1.3");
        python("TLSv1_2", "TLSv1.2");
        tooOldIsRefused();
        plainTextIsNamed();
        assertThat(server.stop()).isZero();
        assertThat(server.program().errors().awaitEnd())
                .allMatch(line -> line.startsWith("fairlead: warning: "));
    }

    private void openssl() throws Exception {
        String connect = "127.0.0.1:" + port;
        List<String> words =
                List.of("openssl", "s_client", "-connect", connect, "-CAfile", files.authority());
        Program client =
                programs.client(words.toArray(String[]::new))
                        .start(); // a line K asks for new keys, of both ends
        client.output().await("Verify return code: 0 (ok)");
        client.type("hello\n");
        client.output().await("HELLO");
        client.type("K\n");
        client.errors().await("KEYUPDATE");
        client.type("new keys\n");
        client.output().await("NEW KEYS");
        client.type("Q\n");
        assertThat(client.awaitExit()).isZero();
    }

    private void gnutls() throws Exception {
        Program client =
                programs.client(
                                "gnutls-cli",
                                "--x509cafile",
                                files.authority(),
                                "-p",
                                port,
                                "localhost")
                        .start();
        client.output().await("Handshake was completed");
        client.type("hello\n");
        client.output().await("HELLO");
        client.endInput();
        assertThat(client.awaitExit()).isZero();
    }

    /** Its end of input is close_notify, and it reads on. */
    private void socat() throws Exception {
        String address = "OPENSSL:localhost:%s,cafile=%s".formatted(port, files.authority());
        Outcome outcome = programs.client("socat", "-", address).input("hello\n").run();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output()).isEqualTo("HELLO\n");
    }

    private void curl() throws Exception {
        String url = "https://localhost:" + port + "/";
        Outcome outcome =
                programs.client("curl", "-s", "--http0.9", "--cacert", files.authority(), url)
                        .run();
        assertThat(outcome.output()).contains("an HTTP request");
    }

    private void python(String most, String used) throws Exception {
        String script = programs.file("ask.py", Programs.utf8(ASK)).toString();
        Outcome outcome = programs.client("python3", script, port, files.authority(), most).run();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output()).isEqualTo(used + "\n");
    }

    private void tooOldIsRefused() throws Exception {
        String old =
                "openssl s_client -tls1_1 -cipher DEFAULT@SECLEVEL=0 -connect 127.0.0.1:" + port;
        Outcome outcome = programs.client(old.split(" ", -1)).run();
        assertThat(outcome.exit()).isNotZero();
        assertThat(outcome.errors()).contains("alert protocol version");
    }

    private void plainTextIsNamed() throws Exception {
        Outcome _ = programs.nc(Integer.parseInt(port)).input("hello\n").run();
        assertThat(server.output().await("plain text")).contains("hello");
    }
}

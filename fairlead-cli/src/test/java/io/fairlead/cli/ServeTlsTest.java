package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fairlead serve} and {@code connect} at a {@code tls://} endpoint. */
class ServeTlsTest {
    private static final String COMMANDS =
            """
            commands:
              hello:
                program: /bin/echo
                summary: says hello
                arguments: [hello]
            """;

    @TempDir Path folder;
    private CertRuns runs = new CertRuns(Path.of(""));

    @BeforeEach
    void makeCertificate() throws Exception {
        runs = new CertRuns(folder);
        Run _ = runs.cert("localhost", "127.0.0.1");
    }

    private Run serve(String... more) {
        List<String> all = new ArrayList<>(List.of("serve", "echo=tls://localhost:0"));
        all.addAll(List.of("--cert", runs.out("localhost.pem").toString()));
        all.addAll(List.of("--key", runs.out("localhost-key.pem").toString()));
        all.addAll(List.of(more));
        return new Run().start(all.toArray(String[]::new));
    }

    private static String endpoint(Run run) throws InterruptedException {
        String port = run.out.await("tls://127\\.0\\.0\\.1:(\\d+)").group(1);
        return "tls://localhost:" + port;
    }

    private Run connect(String endpoint, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of("connect", endpoint));
        all.addAll(List.of(more));
        Run run = new Run().input("hello\n").start(all.toArray(String[]::new));
        int _ = run.exit();
        return run;
    }

    private String authority() {
        return runs.home().resolve("fairlead/authority/ca.pem").toString();
    }

    private static void end(Run server) throws Exception {
        server.signal("TERM");
        assertThat(server.exit()).isZero();
    }

    @Test
    void whoTrustsTheAuthorityIsServed() throws Exception {
        Run server = serve();
        Run client = connect(endpoint(server), "--ca", authority(), "-v");
        assertThat(client.out.text()).isEqualTo("hello\n");
        assertThat(client.err.text()).contains("TLSv1.3").contains("--pin sha256");
        assertThat(client.exit()).isZero();
        end(server);
    }

    @Test
    void whoDoesNotIsToldSo() throws Exception {
        Run server = serve();
        Run client = connect(endpoint(server));
        assertThat(client.exit()).isEqualTo(7);
        assertThat(client.out.text()).isEmpty();
        assertThat(client.err.text()).contains("--ca");
        end(server);
    }

    @Test
    void anotherModelServesTheSame() throws Exception {
        for (String model : List.of("prefork", "io_uring")) {
            Run server = serve("--model", model);
            Run client = connect(endpoint(server), "--ca", authority());
            assertThat(client.out.text()).isEqualTo("hello\n");
            end(server);
        }
    }

    @Test
    void aHangUpHasTheFilesReadAgain() throws Exception {
        Run server = serve();
        String endpoint = endpoint(server);
        server.signal("HUP");
        String before = runs.written("localhost").serial();
        server.out.await(
                "SIGHUP: " + endpoint.replace("localhost", "127.0.0.1") + " shows .*" + before);
        Run _ = runs.cert("localhost");
        String after = runs.written("localhost").serial();
        server.signal("HUP");
        server.out.await("SIGHUP: .*" + after);
        Run client = connect(endpoint, "--ca", authority(), "-v");
        assertThat(client.err.text()).contains(after).doesNotContain(before);
        end(server);
    }

    @Test
    void itIsMeasured() throws Exception {
        Run server = serve("--model", "epoll");
        String endpoint = endpoint(server);
        for (String load : List.of("-c 3 --depth 4 --size 40KiB", "--churn -c 2 --no-resume")) {
            List<String> all = new ArrayList<>(List.of("bench", endpoint, "--ca", authority()));
            all.addAll(List.of("-d", "300ms", "--warm-up", "0s", "--assert", "errors=0"));
            all.addAll(List.of(load.split(" ", -1)));
            Run bench = Run.of(all.toArray(String[]::new));
            assertThat(bench.exit()).as(bench.err.text()).isZero();
            assertThat(bench.out.text()).contains("messages");
        }
        end(server);
    }

    @Test
    void aRelayTakesTlsOffAndPutsItOn() throws Exception {
        Run server = new Run().start("serve", "upper=0");
        String[] shown = {
            "--cert", runs.out("localhost.pem").toString(),
            "--key", runs.out("localhost-key.pem").toString()
        };
        Run off =
                new Run()
                        .start(
                                "relay",
                                "tls://localhost:0",
                                "127.0.0.1:" + server.port(),
                                shown[0],
                                shown[1],
                                shown[2],
                                shown[3]);
        Run on = new Run().start("relay", "0", endpoint(off), "--ca", authority());
        Run client = connect("127.0.0.1:" + on.port());
        assertThat(client.out.text()).isEqualTo("HELLO\n");
        for (Run run : List.of(on, off, server)) end(run);
    }

    @Test
    void aChatIsEnteredAndMayNotBeReadOnTheWay() throws Exception {
        List<String> words = new ArrayList<>(List.of("serve", "chat=tls://localhost:0"));
        words.addAll(List.of("--cert", runs.out("localhost.pem").toString()));
        words.addAll(List.of("--key", runs.out("localhost-key.pem").toString()));
        Run server = new Run();
        server.environment.put("XDG_STATE_HOME", folder.toString());
        server.start(words.toArray(String[]::new));
        Run chat =
                new Run()
                        .input("/who\n")
                        .start("chat", endpoint(server), "--ca", authority(), "--name", "ada");
        assertThat(chat.exit()).as(chat.err.text()).isZero();
        assertThat(chat.out.text()).contains("ada");
        end(server);
    }

    @Test
    void whoRanACommandIsInTheLog() throws Exception {
        Run _ = runs.cert("--client", "ada");
        Path config = Files.writeString(folder.resolve("commands.yaml"), COMMANDS);
        Run server =
                serve(
                        "commands=tls://localhost:0",
                        "--config",
                        config.toString(),
                        "--insecure-loopback",
                        "--client-ca",
                        authority());
        String port = server.out.await("commands tls://127\\.0\\.0\\.1:(\\d+)").group(1);
        Run client =
                new Run()
                        .input("hello\n")
                        .start(
                                "connect",
                                "tls://localhost:" + port,
                                "--ca",
                                authority(),
                                "--cert",
                                runs.out("ada-client.pem").toString(),
                                "--key",
                                runs.out("ada-client-key.pem").toString());
        assertThat(client.exit()).as(client.err.text()).isZero();
        assertThat(client.out.text()).contains("out hello").contains("end exit 0");
        server.out.await("tls CN=ada,O=Fairlead ran hello: exit 0");
        end(server);
    }

    @Test
    void commandsNeedCertificatesOfClients() throws Exception {
        Path config = Files.writeString(folder.resolve("commands.yaml"), COMMANDS);
        Run refused = serve("commands=tls://localhost:0", "--config", config.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err.text()).contains("--client-ca");
    }

    @Test
    void aRelayShowsItsCertificateToTheTarget() throws Exception {
        Run _ = runs.cert("--client", "ada");
        Run server = serve("upper=tls://localhost:0", "--client-ca", authority());
        String port = server.out.await("upper +tls://127\\.0\\.0\\.1:(\\d+)").group(1);
        Run relay =
                new Run()
                        .start(
                                "relay",
                                "0",
                                "tls://localhost:" + port,
                                "--ca",
                                authority(),
                                "--target-cert",
                                runs.out("ada-client.pem").toString(),
                                "--target-key",
                                runs.out("ada-client-key.pem").toString());
        String plain = relay.out.await("relay +tcp://127\\.0\\.0\\.1:(\\d+)").group(1);
        Run client = new Run().input("hello\n").start("connect", plain);
        assertThat(client.exit()).as(client.err.text()).isZero();
        assertThat(client.out.text()).isEqualTo("HELLO\n");
        end(relay);
        end(server);
    }
}

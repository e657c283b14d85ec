package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * tshark(1) reads a conversation over TLS by the key log of either end; skipped without tshark, and
 * where nobody may capture.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("NullAway.Init") // by JUnit
class KeyLogTest {
    private final Programs programs = new Programs();
    private TlsFiles files;
    private Path capture;
    private List<String> tracing = List.of(); // more options

    @BeforeEach
    void makeFiles() throws Exception {
        Programs.requireInstalled("tshark");
        files = TlsFiles.make(programs);
        capture = programs.file("talk.pcapng");
    }

    @AfterEach
    void end() throws Exception {
        programs.end();
    }

    /** Says hello to a server, which says it back; the packets are in the capture. */
    private RunningServer talk(List<String> server, String... client) throws Exception {
        RunningServer running = programs.serve(files.server(server.toArray(String[]::new)));
        String endpoint = "tls://localhost:" + running.port();
        List<String> words =
                new ArrayList<>(List.of("trace", endpoint, "--conversations", "1", "-q"));
        words.addAll(List.of("--pcapng", capture.toString()));
        words.addAll(tracing);
        Program trace = programs.fairlead(words.toArray(String[]::new)).start();
        String first = trace.errors().await("captur");
        assumeTrue(first.contains("capturing"), "nobody may capture here");
        Outcome talked =
                programs.fairlead(files.client(endpoint, client)).input("hello, you\n").run();
        assertThat(talked.output()).as(talked.errors()).isEqualTo("hello, you\n");
        assertThat(trace.awaitExit()).isZero();
        return running;
    }

    /** What tshark says that both ends wrote. */
    private String read(int port, Path keys) throws Exception {
        Outcome read =
                programs.client(
                                "tshark",
                                "-r",
                                capture.toString(),
                                "-d",
                                "tcp.port==" + port + ",tls",
                                "-o",
                                "tls.keylog_file:" + keys,
                                "-q",
                                "-z",
                                "follow,tls,ascii,0")
                        .run();
        return read.output();
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "virtual", "prefork"}) // a loop, a thread, a worker
    void whatAServerServes(String model) throws Exception {
        Path keys = programs.file("server.keys");
        List<String> serve =
                List.of("echo=tls://localhost:0", "--model", model, "--keylog", keys.toString());
        RunningServer server = talk(serve);
        assertThat(read(server.port(), keys)).contains("11\nhello, you", "\t11\nhello, you");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");
        server.program().errors().await("whoever reads " + keys + " can read");
        assertThat(server.stop()).isZero();
    }

    @Test
    void whatAClientSays() throws Exception {
        Path keys = programs.file("client.keys");
        RunningServer server = talk(List.of("echo=tls://localhost:0"), "--keylog", keys.toString());
        assertThat(read(server.port(), keys)).contains("11\nhello, you", "\t11\nhello, you");
        assertThat(read(server.port(), programs.file("none", new byte[0])))
                .doesNotContain("hello, you");
    }

    /** Live, by the client's log, which gets its lines while the packets come. */
    @Test
    void traceSeesIntoIt() throws Exception {
        Path keys = programs.file("client.keys", new byte[0]);
        Path _ = Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        tracing = List.of("--keylog", keys.toString());
        RunningServer server = talk(List.of("echo=tls://localhost:0"), "--keylog", keys.toString());
        Files.delete(keys);
        Path none = programs.file("none", new byte[0]);
        assertThat(read(server.port(), none)).contains("11\nhello, you", "\t11\nhello, you");
        String[] again = {"trace", "--pcap", capture.toString()};
        Outcome drawn = programs.fairlead(again).run();
        assertThat(drawn.output().replaceAll("\\s*│[^\n]*\n[^│]*│\\s*", " "))
                .contains("ServerHello", "EncryptedExtensions", "close_notify");
        Outcome followed =
                programs.fairlead("trace", "--pcap", capture.toString(), "--follow").run();
        assertThat(followed.output()).contains("> hello, you\n", "< hello, you\n");
        Outcome json = programs.fairlead("trace", "--pcap", capture.toString(), "--json").run();
        assertThat(json.output())
                .contains("{\"from\":\"client\",\"message\":\"application data, 11 bytes\"}");
    }

    @Test
    void aFileOfOthersIsRefused() throws Exception {
        Path wide = programs.file("wide.keys", new byte[0]);
        Path _ = Files.setPosixFilePermissions(wide, PosixFilePermissions.fromString("rw-r--r--"));
        String[] serve = {"serve", "echo=tls://localhost:0", "--keylog", wide.toString()};
        Outcome served = programs.fairlead(files.server(serve)).run();
        assertThat(served.exit()).isNotZero();
        assertThat(served.errors()).contains("chmod 600 " + wide);
        Outcome plain = programs.fairlead("connect", "tcp://127.0.0.1:1", "--keylog", "x").run();
        assertThat(plain.exit()).isEqualTo(2);
        assertThat(plain.errors()).contains("--keylog");
        Outcome absent = programs.fairlead("trace", "1", "--keylog", "no-such.keys").run();
        assertThat(absent.exit()).isEqualTo(6);
        assertThat(absent.errors()).contains("no such file; start serve or connect");
    }
}

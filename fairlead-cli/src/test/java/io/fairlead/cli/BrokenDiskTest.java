package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.frame.Codec;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Disks that are full, broken or not to be written, below every command that writes: one sentence
 * with the file and the cause, the exit code for it, and what was there before.
 */
@Timeout(60)
class BrokenDiskTest {
    private static final String BEFORE = "what was there before";

    @TempDir private Path folder = Path.of("");

    /** Those that write files: FILE is to be written, IN is a capture, PORT a server's. */
    private static Stream<String> writers() {
        return Stream.of(
                "bench -d 50ms --warm-up 0 -q --html FILE PORT",
                "bench -d 50ms --warm-up 0 -q --hgrm FILE PORT",
                "bench -d 400ms --warm-up 0 -q --rounds 1 --models virtual --html FILE echo",
                "trace -q --pcap IN --svg FILE",
                "trace -q --pcap IN --html FILE",
                "trace -q --pcap IN --pcapng FILE",
                "lab --json --shared handshake --html FILE",
                "lab --json --shared handshake --markdown DIR");
    }

    private static Stream<String> printers() {
        return Stream.of(
                "--version",
                "--help",
                "help",
                "help serve",
                "serve --help",
                "serve --list",
                "completion",
                "doctor",
                "doctor --json",
                "stat",
                "stat --json",
                "explain EPIPE",
                "explain --json EPIPE",
                "explain --list",
                "lab",
                "lab --shared handshake",
                "lab --shared --json handshake",
                "trace --pcap IN",
                "trace --json --pcap IN",
                "bench -d 50ms --warm-up 0 -q PORT",
                "bench -d 50ms --warm-up 0 -q --json PORT",
                "bench -d 400ms --warm-up 0 -q --rounds 1 --models virtual echo",
                "bench -d 400ms --warm-up 0 -q --rounds 1 --models virtual --json echo");
    }

    private String[] words(String command, Path file, int port) throws IOException {
        Path capture = folder.resolve("in.pcap");
        if (command.contains(" IN") && !Files.exists(capture)) {
            try (InputStream bytes = BrokenDiskTest.class.getResourceAsStream("udp6.pcap")) {
                Files.copy(Objects.requireNonNull(bytes), capture);
            }
        }
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ", -1)) {
            words.add(
                    switch (word) {
                        case "FILE" -> file.toString();
                        case "DIR" -> Objects.requireNonNull(file.getParent()).toString();
                        case "IN" -> capture.toString();
                        case "PORT" -> "tcp://127.0.0.1:" + port;
                        default -> word;
                    });
        }
        return words.toArray(String[]::new);
    }

    private Run run(String command, Path file, String fault) throws Exception {
        try (Server server =
                Server.at("tcp://127.0.0.1:0")
                        .model(Model.SELECTOR)
                        .codec(Codec.raw())
                        .serve(Peer::send)) {
            Run run = new Run();
            run.out.failWith(fault);
            run.start(words(command, file, server.port()));
            int _ = run.exit();
            return run;
        }
    }

    /** One sentence with what is wrong, and nothing for the author of the program. */
    private static void assertSaid(Run run, ExitCode code, String... parts) throws Exception {
        String errors = run.err.text();
        String end = " [exit %d, %s]".formatted(code.code(), code.word());
        List<String> sentences = errors.lines().filter(line -> line.endsWith(end)).toList();
        assertThat(sentences).as(errors).hasSize(1);
        assertThat(sentences.getFirst()).startsWith("fairlead: ").contains(parts);
        assertThat(errors).doesNotContain("bug", "\tat ", "Exception");
        assertThat(run.exit()).as(errors).isEqualTo(code.code());
    }

    @ParameterizedTest
    @MethodSource("printers")
    void aStandardOutputThatIsFull(String command) throws Exception {
        Run run = run(command, folder, "No space left on device");
        assertSaid(run, ExitCode.FAILED, "write standard output: No space left on device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "help", "stat --json"})
    void aStandardOutputThatIsBroken(String command) throws Exception {
        Run run = run(command, folder, "Input/output error");
        assertSaid(run, ExitCode.FAILED, "write standard output: Input/output error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "help", "stat --json"})
    void whoHasSeenEnoughIsNoError(String command) throws Exception {
        Run run = run(command, folder, "Broken pipe");
        assertThat(run.exit()).isZero();
        assertThat(run.err.text()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("writers")
    void aDeviceThatIsFull(String command) throws Exception {
        Path file = Path.of("/dev/full");
        if (command.contains("DIR")) { // whose pages have names of their own
            file = Files.createDirectory(folder.resolve("pages")).resolve("handshake.md");
            Files.createSymbolicLink(file, Path.of("/dev/full"));
        }
        assertSaid(run(command, file, ""), ExitCode.FAILED, "write " + file + ": No space left on");
    }

    /**
     * A tmpfs of its own, which root alone can mount; the file is replaced whole, or not at all.
     */
    @ParameterizedTest
    @MethodSource("writers")
    void aDiskThatIsFullAndThenReadOnly(String command) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
        try {
            Path file = Files.writeString(disk.resolve("handshake.md"), BEFORE);
            fill(disk.resolve("filler"));
            Run full = run(command, file, "");
            assertSaid(full, ExitCode.FAILED, "write " + file + ": No space left on device");
            assertThat(file).hasContent(BEFORE);
            mount("-o", "remount,ro", disk.toString());
            Run readOnly = run(command, file, "");
            assertThat(readOnly.exit()).as(readOnly.err.text()).isNotZero();
            assertThat(readOnly.err.text())
                    .contains(file.toString())
                    .containsIgnoringCase("read-only file system")
                    .doesNotContain("bug", "\tat ", "Exception");
            assertThat(file).hasContent(BEFORE);
            try (Stream<Path> left = Files.list(disk)) {
                assertThat(left).as("no draft is left").hasSize(2);
            }
        } finally {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("writers")
    void aFolderOrNoFolderInThePlaceOfTheFile(String command) throws Exception {
        Path taken = Files.createDirectories(folder.resolve("pages/handshake.md"));
        Path lost = Files.writeString(folder.resolve("file"), BEFORE).resolve("handshake.md");
        for (Path file : List.of(taken, lost)) {
            Run run = run(command, file, "");
            String errors = run.err.text();
            assertThat(run.exit()).as(errors).isNotZero();
            String named = command.contains("DIR") ? String.valueOf(file.getParent()) : "" + file;
            assertThat(errors).contains(named).doesNotContain("bug", "\tat ", "Exception");
        }
        assertThat(folder.resolve("file")).hasContent(BEFORE);
    }

    private static void mount(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("mount"));
        words.addAll(List.of(arguments));
        assumeTrue(run(words.toArray(String[]::new)) == 0, "a tmpfs can be mounted by root alone");
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static void fill(Path filler) throws IOException {
        try (OutputStream to = Files.newOutputStream(filler)) {
            while (true) to.write(new byte[512]);
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}

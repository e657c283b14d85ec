package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.house.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs that a test starts. What still runs at the end is killed, with its children. */
final class Programs {
    // The command under test must not inherit that a signal is ignored, as under nohup.
    private static final List<String> CLEAN =
            List.of("env", "--default-signal=INT,TERM,HUP,PIPE", "--");

    private final Path folder;
    private final Thread atExit = Thread.ofPlatform().unstarted(this::kill);
    private final List<Process> started = new CopyOnWriteArrayList<>();

    Programs() {
        try {
            folder = Files.createTempDirectory("fairlead-acceptance-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Where the tests are broken off, no server may stay.
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** A name in a folder of the test's own. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** A new file with a byte for each char of {@code content}. */
    Path file(String name, byte[] content) throws IOException {
        return Files.write(file(name), content);
    }

    /** Any program, to be started or run. */
    Client client(String... command) {
        requireInstalled(command[0]);
        return new Client(this, List.of(command));
    }

    /** {@code ./fairlead} with arguments, to be started or run. */
    Client fairlead(String... arguments) {
        return new Client(this, commandOf(arguments));
    }

    /** A shell's command line; {@code $0} is the path of {@code ./fairlead}. */
    Client shell(String script, String... arguments) {
        List<String> command = new ArrayList<>(CLEAN);
        command.addAll(List.of("sh", "-c", script, fairlead()));
        command.addAll(List.of(arguments));
        return new Client(this, command);
    }

    /** {@code netcat} that ends its direction of the connection at the end of its input. */
    Client nc(int port) {
        return client("nc", "-N", "127.0.0.1", Integer.toString(port));
    }

    /** A running {@code fairlead serve}. */
    RunningServer serve(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(List.of(arguments));
        return new RunningServer(fairlead(all.toArray(String[]::new)).start());
    }

    static String fairlead() {
        return Repository.root().resolve("fairlead").toString();
    }

    static List<String> commandOf(String... arguments) {
        List<String> command = new ArrayList<>(CLEAN);
        command.add(fairlead());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Skips the test where a program is missing; {@code ./check} installs them all. */
    static void requireInstalled(String program) {
        boolean installed =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
        assumeTrue(installed, program + " is not installed; scripts/install-peers does it");
    }

    Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** Kills what still runs, and deletes the folder. */
    void end() throws Exception {
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
        for (Process process : started) process.waitFor(5, TimeUnit.SECONDS);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
        }
    }

    private void kill() {
        for (Process process : started) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}

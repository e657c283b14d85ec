package io.fairlead.chat.history;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of a test's own, from Debian's packages; the test is skipped without them.
 */
final class Postgres implements AutoCloseable {
    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");

    private final Path programs;
    private final Path folder;
    private final int port;

    private Postgres(Path programs) throws IOException {
        this.programs = programs;
        folder = Files.createTempDirectory("fairlead-postgres-");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        if (isRoot()) run("chown", "postgres", folder.toString());
        asPostgres("initdb", "-U", "chat", "-A", "trust", "-E", "UTF8", "-D", folder + "/db");
        start();
    }

    static Postgres started() throws IOException {
        assumeTrue(
                Files.isDirectory(PACKAGES), "PostgreSQL is not installed; scripts/install-peers");
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            Path newest = versions.sorted().toList().getLast();
            return new Postgres(newest.resolve("bin"));
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=chat";
    }

    void start() throws IOException {
        String options = "-p %d -h 127.0.0.1 -k %s".formatted(port, folder);
        pgCtl("start", "-l", folder + "/log", "-o", options);
    }

    void stop() throws IOException {
        pgCtl("stop", "-m", "immediate");
    }

    private void pgCtl(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("pg_ctl", "-w", "-s", "-D", folder + "/db"));
        all.addAll(List.of(words));
        asPostgres(all.toArray(String[]::new));
    }

    private static boolean isRoot() {
        return System.getProperty("user.name", "").equals("root");
    }

    /** It refuses to run as root. */
    private void asPostgres(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) command.addAll(List.of("runuser", "-u", "postgres", "--"));
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private void asPostgres(String[] command) throws IOException {
        String[] arguments = java.util.Arrays.copyOfRange(command, 1, command.length);
        asPostgres(command[0], arguments);
    }

    private void run(String... command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (process.waitFor() != 0) throw new IOException(List.of(command) + " failed");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            stop();
        } finally {
            run("rm", "-rf", folder.toString());
        }
    }
}

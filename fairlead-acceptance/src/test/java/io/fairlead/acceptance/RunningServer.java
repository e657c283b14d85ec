package io.fairlead.acceptance;

import static java.util.regex.Pattern.DOTALL;
import static java.util.stream.Collectors.joining;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code fairlead serve}, after it has said where it serves. */
final class RunningServer {
    // echo     tcp://127.0.0.1:7007  printf 'hello\n' | nc -N 127.0.0.1 7007
    private static final Pattern ENDPOINT =
            Pattern.compile("(\\w+) +((?:tcp|tls|udp|unix)://\\S+)  +(\\S.*)");

    private final Program program;
    private final List<Served> served;

    /**
     * One line of those that say what is served.
     *
     * @param service its name
     * @param endpoint where
     * @param tryIt the command to try it
     */
    record Served(String service, String endpoint, String tryIt) {
        int port() {
            return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        }
    }

    RunningServer(Program program) {
        this.program = program;
        program.output().await("Ctrl-C finishes");
        served = program.output().soFar().stream().flatMap(RunningServer::parse).toList();
    }

    private static Stream<Served> parse(String line) {
        Matcher matcher = ENDPOINT.matcher(line);
        if (!matcher.matches()) return Stream.empty();
        return Stream.of(new Served(matcher.group(1), matcher.group(2), matcher.group(3)));
    }

    /** What it serves, in the order it says so. */
    List<Served> served() {
        return served;
    }

    /** The port of the first endpoint that begins with {@code service}, then the scheme. */
    int port(String service, String scheme) {
        return served.stream()
                .filter(one -> one.service().equals(service))
                .filter(one -> one.endpoint().startsWith(scheme + ":"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + service + " in " + served))
                .port();
    }

    /** The TCP port of {@code service}. */
    int port(String service) {
        return port(service, "tcp");
    }

    /** The process. */
    long pid() {
        return program.pid();
    }

    /** The TCP port of the only service. */
    int port() {
        return served.getFirst().port();
    }

    Program program() {
        return program;
    }

    /** Standard output. */
    Lines output() {
        return program.output();
    }

    /** SIGTERM; returns the exit code. */
    int stop() throws Exception {
        program.signal("TERM");
        return program.awaitExit();
    }

    /** Waits until {@code bytes} have come from the only client, and have been read. */
    void awaitReceived(int bytes) throws Exception {
        // State, Recv-Q, Send-Q, addresses; then, in the next line, the counters
        Pattern read = Pattern.compile("ESTAB +0 .*\\sbytes_received:" + bytes + "\\s", DOTALL);
        Wait.until(() -> read.matcher(connections()).lookingAt());
    }

    private String connections() throws IOException {
        String filter = "sport = :" + port();
        Process ss = new ProcessBuilder("ss", "-Htni", filter).start();
        try (BufferedReader output = ss.inputReader()) {
            return output.lines().collect(joining("\n"));
        }
    }

    /** How many descriptors it has open. */
    int descriptors() throws IOException {
        try (Stream<Path> all = Files.list(process("fd"))) {
            return (int) all.count();
        }
    }

    /** How many of its descriptors are sockets. */
    int sockets() throws IOException {
        try (Stream<Path> all = Files.list(process("fd"))) {
            return (int) all.filter(RunningServer::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closed) {
            return false;
        }
    }

    /** How many threads of the system it has. */
    int threads() throws IOException {
        try (Stream<Path> all = Files.list(process("task"))) {
            return (int) all.count();
        }
    }

    private Path process(String file) {
        return Path.of("/proc", Long.toString(program.pid()), file);
    }
}

package io.fairlead.acceptance;

import io.fairlead.house.Repository;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A program that is not started yet: its command line, its input, its environment. */
final class Client {
    private static int count;

    private final Programs programs;
    private final ProcessBuilder builder;

    Client(Programs programs, List<String> command) {
        this.programs = programs;
        builder = new ProcessBuilder(command);
        builder.directory(Repository.root().toFile());
        // What the command keeps for its user is not for who runs the tests.
        environment("XDG_STATE_HOME", programs.file("state").toString());
        environment("FAIRLEAD_JAVA_OPTS", Effort.JAVA_OPTIONS);
    }

    /** Text for its standard input, which ends after it. */
    Client input(String text) throws IOException {
        return input(Programs.utf8(text));
    }

    /** Bytes for its standard input, which ends after them. */
    Client input(byte[] bytes) throws IOException {
        return input(programs.file(next("input"), bytes));
    }

    /** A file as its standard input. */
    Client input(Path file) {
        builder.redirectInput(file.toFile());
        return this;
    }

    /** A variable of its environment; an empty value removes it. */
    Client environment(String name, String value) {
        Map<String, String> environment = builder.environment();
        if (value.isEmpty()) {
            environment.remove(name);
        } else {
            environment.put(name, value);
        }
        return this;
    }

    /** Starts it; its standard input stays open unless there is an {@link #input}. */
    Program start() throws IOException {
        return new Program(programs.start(builder));
    }

    /** Runs it to its end; without an {@link #input}, there is nothing for it to read. */
    Outcome run() throws Exception {
        if (builder.redirectInput().equals(ProcessBuilder.Redirect.PIPE)) {
            builder.redirectInput(new File("/dev/null"));
        }
        Path output = programs.file(next("output"));
        Path errors = programs.file(next("errors"));
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
        long begunNs = System.nanoTime();
        int exit = Program.awaitExit(programs.start(builder));
        Duration took = Duration.ofNanos(System.nanoTime() - begunNs);
        return new Outcome(exit, output, Outcome.read(errors), took);
    }

    private static synchronized String next(String name) {
        count++;
        return name + count;
    }
}

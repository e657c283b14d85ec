package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs, with what it prints and what it is to read. */
final class Program {
    private static final int PATIENCE_SECONDS = 240;

    private final Process process;
    private final Lines output;
    private final Lines errors;

    Program(Process process) {
        this.process = process;
        output = new Lines(process.getInputStream());
        errors = new Lines(process.getErrorStream());
    }

    long pid() {
        return process.pid();
    }

    Lines output() {
        return output;
    }

    Lines errors() {
        return errors;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Writes to its standard input. */
    void type(String text) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write(text.getBytes(UTF_8));
        input.flush();
    }

    /** Ends its standard input. */
    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Sends a signal by its name without SIG, as kill(1) does. */
    void signal(String name) throws Exception {
        List<String> kill = List.of("kill", "-s", name, Long.toString(pid()));
        if (new ProcessBuilder(kill).inheritIO().start().waitFor() != 0) {
            throw new AssertionError(kill + " failed");
        }
    }

    /** Waits for its end; returns its exit code. */
    int awaitExit() throws InterruptedException {
        return awaitExit(process);
    }

    static int awaitExit(Process process) throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after 240 s: " + process.info().commandLine());
        }
        return process.exitValue();
    }
}

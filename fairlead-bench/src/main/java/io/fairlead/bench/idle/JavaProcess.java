package io.fairlead.bench.idle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process that answers each line with a line. For one thread; its end is the child's. */
final class JavaProcess implements AutoCloseable {
    private static final long END_S = 60;

    private final Process process;
    private final BufferedReader output;
    private final Writer input;

    /** Starts {@code type}'s main method with this process's class path and options of Java. */
    JavaProcess(Class<?> type, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(type.getName());
        command.addAll(List.of(arguments));
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        output = process.inputReader();
        input = process.outputWriter();
    }

    /** Its next line. */
    String answer() throws IOException {
        String line = output.readLine();
        if (line == null) throw new IOException("a child has ended: " + process.info());
        return line;
    }

    /** Sends a line; {@link #answer} waits for what it says. */
    JavaProcess tell(Object line) throws IOException {
        input.write(line + "\n");
        input.flush();
        return this;
    }

    @Override
    public void close() throws IOException {
        input.close();
        try {
            if (!process.waitFor(END_S, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

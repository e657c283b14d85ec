package io.fairlead.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Other people's programs for keys and certificates, run in a folder. */
public final class OpenSsl {
    private static final long TIMEOUT_S = 60;

    private final Path folder;

    /**
     * @param folder what file names are relative to
     */
    public OpenSsl(Path folder) {
        this.folder = folder;
    }

    /**
     * Runs {@code openssl} with the words of a line; returns what it printed. It must exit with 0.
     */
    public String run(String line) throws Exception {
        return program("openssl", line.split(" ", -1));
    }

    /** Runs a program; a test is not run where it is not installed. */
    public String program(String name, String... arguments) throws Exception {
        assumeTrue(isInstalled(name), name + " is not installed");
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(List.of(arguments));
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile())
                        .start();
        try {
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + " does not end: " + command);
            }
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(printed, UTF_8);
        if (process.exitValue() != 0) throw new IllegalStateException(command + ": " + text);
        return text;
    }

    private static boolean isInstalled(String name) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each).resolve(name)));
    }
}

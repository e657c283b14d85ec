package io.fairlead.learn.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The C program with the faults of learners, compiled once. */
final class Pupil {
    private static @Nullable Path compiled;

    private Pupil() {}

    /** The command for one of its servers; skips the test where there is no gcc. */
    static synchronized List<String> command(String kind, String fault, String port)
            throws IOException, InterruptedException {
        if (compiled == null) compiled = compile();
        return List.of(compiled.toString(), kind, fault, port);
    }

    private static Path compile() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("fairlead-pupil");
        folder.toFile().deleteOnExit(); // after the file in it, which is named later
        Path program = folder.resolve("pupil");
        program.toFile().deleteOnExit();
        Path source = Path.of("src/test/resources/programs/pupil.c");
        Process gcc;
        try {
            gcc =
                    new ProcessBuilder(
                                    "gcc",
                                    "-Wall",
                                    "-Wextra",
                                    "-Werror",
                                    "-O1",
                                    "-pthread",
                                    "-o",
                                    program.toString(),
                                    source.toString())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            assumeTrue(false, "there is no gcc here to compile the programs of learners");
            throw e;
        }
        String said = new String(gcc.getInputStream().readAllBytes(), UTF_8);
        if (!gcc.waitFor(2, TimeUnit.MINUTES) || gcc.exitValue() != 0) {
            throw new AssertionError(said);
        }
        return program;
    }
}

package io.fairlead.acceptance;

import io.fairlead.house.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program that is one source file, started as a reader of the documents would. */
final class SourceProgram {
    private SourceProgram() {}

    static Process start(Path source) throws IOException {
        Path root = Repository.root();
        String classes =
                root.resolve("fairlead-core/target/classes")
                        + ":"
                        + root.resolve("fairlead-posix/target/classes");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        List.of(
                                java,
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classes,
                                source.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}

package io.fairlead.acceptance;

import io.fairlead.house.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
        List<String> command = new ArrayList<>(List.of(java));
        if (!Effort.JAVA_OPTIONS.isEmpty()) {
            command.addAll(List.of(Effort.JAVA_OPTIONS.split(" ", -1)));
        }
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classes));
        command.add(source.toString());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}

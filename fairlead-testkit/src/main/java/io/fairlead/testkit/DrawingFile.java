package io.fairlead.testkit;

import io.fairlead.testkit.drawing.LadderSvg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the drawing of a failure is kept: among what the build makes. */
final class DrawingFile {
    private static final String FOLDER = "simulated";

    private DrawingFile() {}

    /** Writes the drawing of a test; null if there is no place for it, which fails no test. */
    static @Nullable Path write(String test, SimulatedNetwork net) {
        String name = test.isEmpty() ? "conversation" : test.replaceAll("[^A-Za-z0-9.-]+", ".");
        Path file = folder().resolve(name + ".svg");
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, new LadderSvg(net.drawn(), test).text());
        } catch (IOException _) {
            return null;
        }
    }

    private static Path folder() {
        String told = System.getProperty("fairlead.drawings");
        if (told != null) return Path.of(told);
        for (String build : new String[] {"target", "build"}) { // Maven's, Gradle's
            if (Files.isDirectory(Path.of(build))) return Path.of(build, FOLDER);
        }
        return Path.of(System.getProperty("java.io.tmpdir"), FOLDER);
    }
}

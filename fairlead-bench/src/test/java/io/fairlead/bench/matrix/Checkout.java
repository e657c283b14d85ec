package io.fairlead.bench.matrix;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Where the tests run, and whether they can. */
final class Checkout {
    private Checkout() {}

    /** The root of the checkout; the tests of a module run in its folder. */
    static Path home() {
        return Path.of("").toAbsolutePath().resolveSibling(".").normalize();
    }

    /** Skips the test, and says why, where the programs in C cannot be built or pinned. */
    static void assumeProgramsCanBeBuilt() {
        assumeTrue(has("gcc"), "there is no gcc on the PATH");
        assumeTrue(has("taskset"), "there is no taskset on the PATH");
    }

    static boolean has(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}

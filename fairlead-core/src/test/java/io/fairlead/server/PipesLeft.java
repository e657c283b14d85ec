package io.fairlead.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Checks that no pipe is left. Registered before a {@link Rig}, it looks after that has closed. */
final class PipesLeft implements BeforeEachCallback, AfterEachCallback {
    private long before;

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        before = pipes();
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        long after = pipes();
        if (after > before) throw new AssertionError((after - before) + " ends of pipes are left");
    }

    private static long pipes() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(PipesLeft::isPipe).count();
        }
    }

    private static boolean isPipe(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
        } catch (IOException e) {
            return false; // closed since it was listed
        }
    }
}

package io.fairlead.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/** Fails a test that leaves a socket, pipe, epoll instance or the like open. */
public final class OpenDescriptors implements TestInstancePreConstructCallback, AfterEachCallback {
    private List<String> before = List.of();

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext test)
            throws IOException {
        before = list();
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        // Those of an earlier test's child may be closed while this one runs.
        assertThat(list()).as("descriptors left open").isSubsetOf(before);
    }

    /** All descriptors but those of files: the JVM opens jars and classes when it wants to. */
    public static List<String> list() throws IOException {
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            return links.map(OpenDescriptors::describe)
                    .filter(text -> text.contains(":"))
                    .sorted()
                    .toList();
        }
    }

    private static String describe(Path link) {
        try {
            return link.getFileName() + " -> " + Files.readSymbolicLink(link);
        } catch (IOException e) {
            return ""; // the descriptor of the listing itself
        }
    }
}

package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.house.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Runs a file of {@code docs/examples} as a reader would, but with other endpoints. */
final class Example {
    private Example() {}

    /**
     * Runs a copy of it, beside copies of its siblings: Java compiles those it uses.
     *
     * @param folder for the copies
     * @param example such as {@code Upper.java}
     * @param endpoints what takes the place of which, a regular expression
     */
    static Process start(Path folder, String example, Map<String, String> endpoints)
            throws IOException {
        Path copies = Files.createTempDirectory(folder, "example");
        Path source = Repository.root().resolve("docs/examples").resolve(example);
        try (Stream<Path> siblings = Files.list(source.resolveSibling(""))) {
            for (Path each : siblings.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(each);
                for (Map.Entry<String, String> endpoint : endpoints.entrySet()) {
                    text = text.replaceAll(endpoint.getKey(), endpoint.getValue());
                }
                Files.writeString(copies.resolve(each.getFileName()), text);
            }
        }
        return SourceProgram.start(copies.resolve(source.getFileName()));
    }

    /** The port of the endpoint that ends the line. */
    static String portOf(String line) {
        assertThat(line).containsPattern("://(127\\.0\\.0\\.1|\\*):[0-9]+$");
        return line.substring(line.lastIndexOf(':') + 1);
    }
}

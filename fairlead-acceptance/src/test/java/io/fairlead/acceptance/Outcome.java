package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a program ended.
 *
 * @param exit its exit code; 128 and the number of the signal that killed it
 * @param outputFile what it wrote to standard output
 * @param errors what it wrote to standard error
 * @param took from its start to its end
 */
record Outcome(int exit, Path outputFile, String errors, Duration took) {
    /** Its standard output, a char for each byte. */
    String output() {
        return read(outputFile);
    }

    static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

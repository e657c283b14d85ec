package io.fairlead.restart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** This process, as proc(5) has it. */
final class Self {
    private Self() {}

    /** The user that it runs as. */
    static int uid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that started it, with all its arguments. */
    static List<String> command() throws IOException {
        String line = Files.readString(Path.of("/proc/self/cmdline"), UTF_8);
        return List.of(line.substring(0, line.length() - 1).split("\0", -1));
    }
}

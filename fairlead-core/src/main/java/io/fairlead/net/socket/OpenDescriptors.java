package io.fairlead.net.socket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The descriptors that this process has open, proc_pid_fd(5). */
public final class OpenDescriptors {
    static final Path PLACE = Path.of("/proc/self/fd");

    private OpenDescriptors() {}

    /**
     * Their numbers at this moment, that of the list itself among them.
     *
     * @throws IOException if there is no such list, as on other systems than Linux
     */
    public static List<Integer> numbers() throws IOException {
        try (Stream<Path> files = Files.list(PLACE)) {
            return files.map(file -> Integer.valueOf(file.getFileName().toString())).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}

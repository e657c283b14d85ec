package io.fairlead.cli.connect;

import io.fairlead.cli.Shell;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The file that keeps the lines typed, which nobody but their author may read. */
final class HistoryFile {
    private HistoryFile() {}

    /**
     * The file, made if it was not there; null if there can be none, which is no reason to stop.
     */
    static @Nullable Path of(Shell shell) {
        String state = shell.environment().getOrDefault("XDG_STATE_HOME", "");
        Path home = Path.of(shell.environment().getOrDefault("HOME", "."));
        Path parent = state.isEmpty() ? home.resolve(".local/state") : Path.of(state);
        Path file = parent.resolve("fairlead").resolve("connect-history");
        try {
            makePrivate(file);
            return file;
        } catch (IOException | UnsupportedOperationException e) {
            shell.say("lines are not remembered: " + e);
            return null;
        }
    }

    private static void makePrivate(Path file) throws IOException {
        Path directory = file.getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        var permissions = PosixFilePermissions.fromString("rw-------");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(permissions));
        } catch (FileAlreadyExistsException there) {
            Files.setPosixFilePermissions(file, permissions);
        }
    }
}

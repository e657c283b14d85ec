package io.fairlead.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that the command keeps for its user, and nobody else may read (XDG_STATE_HOME). */
public final class StateFile {
    private StateFile() {}

    /** Where a file of that name is; it may not be there yet. */
    public static Path of(Shell shell, String name) {
        String state = shell.environment().getOrDefault("XDG_STATE_HOME", "");
        Path home = Path.of(shell.environment().getOrDefault("HOME", "."));
        Path parent = state.isEmpty() ? home.resolve(".local/state") : Path.of(state);
        return parent.resolve("fairlead").resolve(name);
    }

    /**
     * Makes a file that only this user may read, with its folder; one that is there stays.
     *
     * @throws UnsupportedOperationException where files have no permissions, as on Windows
     */
    public static void makePrivate(Path file) throws IOException {
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

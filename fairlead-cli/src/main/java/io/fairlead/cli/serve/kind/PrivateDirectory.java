package io.fairlead.cli.serve.kind;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Shell;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory for sockets that nobody else can enter. */
public final class PrivateDirectory {
    private static final int OTHERS_MASK = 0077;

    private PrivateDirectory() {}

    /** {@code $XDG_RUNTIME_DIR/fairlead}, or one by this user's number under {@code /tmp}. */
    public static Path path(Shell shell) {
        String runtime = shell.environment().getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isEmpty()) return Path.of(runtime, "fairlead");
        return Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "fairlead-" + user());
    }

    /** Makes {@code directory} with mode 0700, or makes sure that what is there is as private. */
    public static void make(Path directory) throws CommandException {
        var mode = PosixFilePermissions.fromString("rwx------");
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(mode));
        } catch (FileAlreadyExistsException there) {
            requirePrivate(directory);
        } catch (IOException | UnsupportedOperationException e) {
            throw fault(directory, "cannot be created (" + e + ")");
        }
    }

    private static void requirePrivate(Path directory) throws CommandException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw fault(directory, "is not a directory");
        }
        try {
            if (!user().equals(attribute(directory, "unix:uid"))) {
                throw fault(directory, "belongs to another user");
            }
            if ((Integer.parseInt(attribute(directory, "unix:mode")) & OTHERS_MASK) != 0) {
                throw fault(directory, "is accessible to others; chmod 700 it");
            }
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            throw fault(directory, "cannot be checked (" + e + ")");
        }
    }

    private static CommandException fault(Path directory, String what) {
        return new CommandException(
                ExitCode.PERMISSION, "the directory for sockets " + directory + " " + what);
    }

    /** The number of the effective user, who owns this process. */
    private static String user() {
        try {
            return attribute(Path.of("/proc/self/stat"), "unix:uid");
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            return System.getProperty("user.name", "unknown");
        }
    }

    private static String attribute(Path path, String name) throws IOException {
        return String.valueOf(Files.getAttribute(path, name, LinkOption.NOFOLLOW_LINKS));
    }
}

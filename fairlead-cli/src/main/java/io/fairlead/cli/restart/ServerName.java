package io.fairlead.cli.restart;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.Shell;
import io.fairlead.cli.serve.kind.PrivateDirectory;
import java.nio.file.Path;

/**
 * What a server is called on this machine by its user, so that it can be restarted.
 *
 * @param name letters, digits, dots, hyphens and underscores
 */
public record ServerName(String name) {
    /** As on the command line. */
    public static ServerName parse(String text) {
        if (text.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,39}")) return new ServerName(text);
        throw new IllegalArgumentException(
                "a server's name is 1 to 40 letters, digits, dots, hyphens and underscores");
    }

    /** Where its control socket is: systemd's RuntimeDirectory=, or where sockets of a user are. */
    public Path control(Shell shell) {
        return directory(shell).resolve(name + ".control");
    }

    private static Path directory(Shell shell) {
        String given = shell.environment().getOrDefault("RUNTIME_DIRECTORY", "");
        return given.isEmpty() ? PrivateDirectory.path(shell) : Path.of(given.split(":", 2)[0]);
    }

    /** As {@link #control}, in a directory that is there and that nobody else can enter. */
    public Path newControl(Shell shell) throws CommandException {
        if (directory(shell).equals(PrivateDirectory.path(shell))) {
            PrivateDirectory.make(directory(shell));
        }
        return control(shell);
    }
}

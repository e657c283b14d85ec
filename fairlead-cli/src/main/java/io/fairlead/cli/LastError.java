package io.fairlead.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The error that the command said last, kept for {@code fairlead explain --last}.
 *
 * @param code its name in C, such as {@code ECONNREFUSED}
 * @param message the sentence that was said
 */
public record LastError(String code, String message) {
    private static final String FILE = "last-error";

    /** Keeps it, where the user has a place for such things; it is no error if not. */
    void keep(Shell shell) {
        if (!hasPlace(shell)) return;
        Path file = StateFile.of(shell, FILE);
        try {
            StateFile.makePrivate(file);
            Files.writeString(file, code + "\n" + message.replace('\n', ' ') + "\n");
        } catch (IOException | RuntimeException e) {
            // The error itself was said already, and it matters more than this.
            return;
        }
    }

    /** What was kept; empty if nothing was. */
    public static Optional<LastError> read(Shell shell) {
        if (!hasPlace(shell)) return Optional.empty();
        try {
            List<String> lines = Files.readAllLines(StateFile.of(shell, FILE));
            return lines.size() < 2
                    ? Optional.empty()
                    : Optional.of(new LastError(lines.get(0), lines.get(1)));
        } catch (IOException | RuntimeException notKept) {
            return Optional.empty();
        }
    }

    private static boolean hasPlace(Shell shell) {
        return shell.environment().containsKey("XDG_STATE_HOME")
                || shell.environment().containsKey("HOME");
    }
}

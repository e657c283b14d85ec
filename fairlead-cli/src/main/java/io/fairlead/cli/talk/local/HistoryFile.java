package io.fairlead.cli.talk.local;

import io.fairlead.cli.Shell;
import io.fairlead.cli.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file that keeps the lines typed, which nobody but their author may read. */
final class HistoryFile {
    private HistoryFile() {}

    /**
     * The file, made if it was not there; null if there can be none, which is no reason to stop.
     */
    static @Nullable Path of(Shell shell) {
        Path file = StateFile.of(shell, "connect-history");
        try {
            StateFile.makePrivate(file);
            return file;
        } catch (IOException | UnsupportedOperationException e) {
            shell.say("lines are not remembered: " + e);
            return null;
        }
    }
}

package io.fairlead.cli.learn;

import io.fairlead.cli.Shell;
import io.fairlead.cli.StateFile;
import io.fairlead.learn.Chapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a learner is. Immutable.
 *
 * @param chapter from 1
 * @param step from 1
 */
record Position(int chapter, int step) {
    static final Position START = new Position(1, 1);

    private static final String FILE = "learn";
    private static final Pattern FORM = Pattern.compile("(\\d{1,3}) (\\d{1,3})\\s*");

    /** What was kept; empty if nothing was, or nobody can read it. */
    static Optional<Position> read(Shell shell) {
        try {
            Matcher kept = FORM.matcher(Files.readString(StateFile.of(shell, FILE)));
            return kept.matches()
                    ? Optional.of(
                            new Position(
                                    Integer.parseInt(kept.group(1)),
                                    Integer.parseInt(kept.group(2))))
                    : Optional.empty();
        } catch (IOException | RuntimeException notKept) {
            return Optional.empty();
        }
    }

    /** Keeps it; it is no error if this user has no place for it. */
    void keep(Shell shell) {
        Path file = StateFile.of(shell, FILE);
        try {
            StateFile.makePrivate(file);
            Files.writeString(file, String.format(Locale.ROOT, "%d %d\n", chapter, step));
        } catch (IOException | RuntimeException e) {
            return;
        }
    }

    /**
     * Where to begin.
     *
     * @param asked the chapter that was asked for; null: the one that was left
     * @param restart whether to begin at the first step
     */
    Position toward(@Nullable Chapter asked, boolean restart) {
        if (asked == null) return restart ? START : this;
        return asked.number() == chapter && !restart ? this : new Position(asked.number(), 1);
    }
}

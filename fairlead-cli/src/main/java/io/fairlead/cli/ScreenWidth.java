package io.fairlead.cli;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** How many characters fit into a line. */
public final class ScreenWidth {
    private static final int DEFAULT = 100;
    private static final int MAX = 132;

    private ScreenWidth() {}

    /** That of the terminal; of anything else, what fits a document. */
    public static int of(Shell shell) {
        if (!shell.isTerminal(Shell.Stream.OUT)) return DEFAULT;
        try (Terminal terminal =
                TerminalBuilder.builder().nativeSignals(false).dumb(true).build()) {
            int width = terminal.getColumns();
            return width > 0 ? Math.min(width, MAX) : DEFAULT;
        } catch (IOException | RuntimeException unknown) {
            return DEFAULT;
        }
    }
}

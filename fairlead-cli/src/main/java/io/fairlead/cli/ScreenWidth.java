package io.fairlead.cli;

/** How many characters fit into a line. */
public final class ScreenWidth {
    private static final int DEFAULT = 100;
    private static final int MAX = 132;

    private ScreenWidth() {}

    /** That of the terminal, which is not asked; of anything else, what fits a document. */
    public static int of(Shell shell) {
        return shell.isTerminal(Shell.Stream.OUT)
                ? Math.min(Screen.of(shell).columns(), MAX)
                : DEFAULT;
    }
}

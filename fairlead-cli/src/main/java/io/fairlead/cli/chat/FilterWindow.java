package io.fairlead.cli.chat;

import io.fairlead.cli.OutputException;
import io.fairlead.cli.Shell;

/**
 * A pipe: what others say, and what was asked for, on standard output; the rest on standard error.
 */
final class FilterWindow implements ChatWindow {
    private final Shell shell;
    private final boolean quiet;
    private volatile boolean refused;

    /**
     * @param quiet whether news and notes are left out
     */
    FilterWindow(Shell shell, boolean quiet) {
        this.shell = shell;
        this.quiet = quiet;
    }

    @Override
    public void show(ServerLine line, boolean own) throws OutputException {
        switch (line.kind()) {
            case NEWS -> {
                if (!quiet) shell.err().println(line.whole());
            }
            case REFUSAL -> {
                refused = true;
                shell.err().println(line.whole());
            }
            default -> {
                if (!own) shell.print(line.whole() + "\n");
            }
        }
    }

    @Override
    public void note(String sentence) {
        if (!quiet) shell.say(sentence);
    }

    /** True if the server has refused something. */
    boolean isRefused() {
        return refused;
    }
}

package io.fairlead.cli;

/** A command cannot go on; the message is a sentence for the person who gave it. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    /**
     * @param exitCode what the process ends with
     * @param sentence the reason and, after a semicolon, what to do
     */
    public CommandException(ExitCode exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /**
     * As the other, for what a call on a socket threw.
     *
     * @param cause what it threw
     */
    public CommandException(ExitCode exitCode, String sentence, Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
    }

    /** What the process ends with. */
    public ExitCode exitCode() {
        return exitCode;
    }
}

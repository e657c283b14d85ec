package io.fairlead.exec.command;

/** What is wrong with a file of commands: the file, the line, the key, and what is allowed. */
public final class CommandFileException extends Exception {
    private static final long serialVersionUID = 1;

    CommandFileException(String message) {
        super(message);
    }
}

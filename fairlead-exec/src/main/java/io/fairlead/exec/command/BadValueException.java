package io.fairlead.exec.command;

/** A value that a parameter does not take; the message says what it takes. */
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1;

    BadValueException(String message) {
        super(message, null, false, false);
    }
}

package io.fairlead.chat.name;

/** A text that cannot be a name; the message is a sentence for the person who asked for it. */
public final class NameException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * @param message says what is wrong, and what would be right
     */
    public NameException(String message) {
        super(message);
    }
}

package io.fairlead.probe;

/** What was tried cannot be had; the message is the reason. */
final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    UnavailableException(String reason) {
        super(reason, null, false, false);
    }
}

package io.fairlead.frame;

import java.io.IOException;

/** The peer sent bytes that are not a frame; the message names the limit or rule they broke. */
public final class FrameException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * @param message what is wrong, for a log or for the peer
     */
    public FrameException(String message) {
        super(message);
    }

    /** Bad input is common and its place in our code is of no interest: no stack is recorded. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}

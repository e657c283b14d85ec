package io.fairlead.service;

import java.io.IOException;

/**
 * A read or write did not finish within its {@link Connection#timeout}: it would block (EAGAIN).
 * The connection is unharmed, and the call may be made again; nothing read so far is lost.
 */
public final class DeadlineException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * @param message what was waited for, and how long
     */
    public DeadlineException(String message) {
        super(message);
    }
}

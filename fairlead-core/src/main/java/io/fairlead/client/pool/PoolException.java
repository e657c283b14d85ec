package io.fairlead.client.pool;

import io.fairlead.net.Endpoint;
import java.io.IOException;

/** A pool lends no connection; the message is a sentence that says why, and what to do. */
public final class PoolException extends IOException {
    private static final long serialVersionUID = 1;

    PoolException(Endpoint endpoint, String sentence) {
        super("pool " + endpoint + ": " + sentence);
    }
}

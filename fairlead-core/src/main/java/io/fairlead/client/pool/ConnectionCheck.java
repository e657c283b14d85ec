package io.fairlead.client.pool;

import io.fairlead.service.Connection;
import java.io.IOException;

/** Talks to a server over a connection that nobody has: a login, or a question whether it lives. */
@FunctionalInterface
public interface ConnectionCheck {
    /**
     * Says and hears what there is to be said; returns if the connection is good. All that the
     * server answers must have been read then.
     *
     * @param connection whose reads and writes each end within the borrower's time
     * @throws IOException if it is of no use; it is closed then
     */
    void check(Connection connection) throws IOException;
}

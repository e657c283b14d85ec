package io.fairlead.lab.experiment;

import io.fairlead.lab.Fd;
import io.fairlead.lab.Side;

/**
 * A connection of which the lab has both ends.
 *
 * @param talker the client's
 * @param served the server's
 */
public record Connected(Fd talker, Fd served) {
    /** The calls of both sides: socket, connect, accept. */
    public static Connected between(
            Side client, String talker, Side server, String served, Fd listener) {
        Fd one = client.socket(talker);
        client.connect(one, listener);
        return new Connected(one, server.accept(listener, served));
    }
}

package io.fairlead.cli.serve;

import io.fairlead.server.Server;
import io.fairlead.services.Delayed;
import org.jspecify.annotations.Nullable;

/**
 * A service that is being served.
 *
 * @param offer what was asked for
 * @param server what serves it, with the real port
 * @param delayed what has to be closed after the server; null without a delay
 */
record Served(Offer offer, Server server, @Nullable Delayed delayed) {
    /** The shell command that tries it. */
    String tryIt() {
        return offer.service().tryIt(server.endpoint());
    }
}

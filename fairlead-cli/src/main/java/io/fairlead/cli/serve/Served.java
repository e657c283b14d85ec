package io.fairlead.cli.serve;

import io.fairlead.cli.serve.kind.ServiceOffer;
import io.fairlead.frame.Codec;
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
record Served(ServiceOffer offer, Server server, @Nullable Delayed delayed) {
    /**
     * The shell command that tries it.
     *
     * @param codec the one that was chosen for it; null for its own
     */
    String tryIt(@Nullable Codec codec) {
        String usual = offer.service().tryIt(server.endpoint());
        int exchange = usual.indexOf(" | "); // after what is printed
        return codec == null ? usual : Hello.command(codec) + usual.substring(exchange);
    }
}

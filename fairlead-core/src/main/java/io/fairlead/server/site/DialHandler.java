package io.fairlead.server.site;

import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import io.fairlead.service.Handler;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A handler for a connection that is made from here.
 *
 * @param begun is completed when there is a connection, before the handler has it, or when there
 *     can be none
 * @param onEnd is told why the connection has ended, once the handler has returned
 */
public record DialHandler(
        Handler handler, CompletableFuture<Connection> begun, Consumer<CloseReason> onEnd) {
    /**
     * The handler, once who dialled has the connection; it has nothing to do if nobody wants it.
     */
    public Handler afterBegin() {
        return connection -> {
            boolean wanted = begun.complete(connection);
            if (wanted) handler.handle(connection);
        };
    }
}

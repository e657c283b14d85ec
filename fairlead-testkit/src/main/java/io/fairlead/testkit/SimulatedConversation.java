package io.fairlead.testkit;

import io.fairlead.service.Connection;
import io.fairlead.service.Handler;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A connection of a test's own that a handler uses, in a thread of the network's. */
public final class SimulatedConversation implements Handler {
    private final SimulatedNetwork net;
    private final Handler handler;
    private @Nullable Connection connection;
    private @Nullable Throwable failure;
    private @Nullable IOException end;
    private boolean over;

    SimulatedConversation(SimulatedNetwork net, Handler handler) {
        this.net = net;
        this.handler = handler;
    }

    void connecting(CompletableFuture<Connection> future) {
        CompletableFuture<Connection> _ = future.whenComplete((_, why) -> failure = why);
    }

    /** Called by the network. */
    @Override
    public void handle(Connection opened) throws Exception {
        connection = opened;
        try {
            handler.handle(opened);
        } catch (IOException e) {
            end = e;
            throw e;
        } finally {
            over = true;
        }
    }

    /** The connection, to be ended or sent to beside the handler; null until there is one. */
    public @Nullable Connection connection() {
        return connection;
    }

    /** Why there is no connection; null while there may be one. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** What the handler did not catch, of its connection's end; null if nothing. */
    public @Nullable IOException end() {
        return end;
    }

    /** True once the handler has returned or thrown, or there was no connection for it. */
    public boolean isOver() {
        return over || failure != null;
    }

    /** As {@link SimulatedClient#isCut}. */
    public boolean isCut() {
        if (failure != null) return true;
        Connection known = connection;
        return known != null && net.isCut(known.localAddress(), null);
    }
}

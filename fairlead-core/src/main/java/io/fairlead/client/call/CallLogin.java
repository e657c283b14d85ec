package io.fairlead.client.call;

import java.util.concurrent.CompletableFuture;

/** What is said first on each new connection of {@link Calls}: until it is done, calls wait. */
@FunctionalInterface
public interface CallLogin {
    /**
     * Begins a login, on the connection's turn, so it must not block.
     *
     * @param talk with the server, until the login is done
     * @return completed when calls may be sent; exceptionally if the server refuses
     * @throws Exception if the login fails at once
     */
    CompletableFuture<?> begin(LoginTalk talk) throws Exception;
}

package io.fairlead.client.call;

import io.fairlead.frame.Frame;
import java.util.concurrent.CompletableFuture;

/**
 * The frames of a login, which come in order. What waits for one when the connection ends is
 * cancelled. Safe for any thread.
 */
public interface LoginTalk {
    /**
     * Sends a frame.
     *
     * @param request is copied
     * @return the next frame that comes and nobody waits for; it stays valid. It completes on the
     *     connection's turn, so what depends on it without {@code Async} must not block
     * @throws IllegalArgumentException if the codec cannot send it as one frame
     */
    CompletableFuture<Frame> ask(Frame request);

    /** As {@link #ask}, without sending anything: for servers that speak first. */
    CompletableFuture<Frame> receive();
}

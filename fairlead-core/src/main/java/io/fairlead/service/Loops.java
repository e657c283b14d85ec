package io.fairlead.service;

import org.jspecify.annotations.Nullable;

/**
 * Event loops that servers and clients share, each with a thread of its own: what accepts and
 * connects on one of them is served there, without a lock and without a hand-off. A model starts
 * them:
 *
 * <pre>{@code
 * try (Loops loops = Model.EPOLL.startLoops(2);
 *         Client upstream = Client.to("tcp://10.0.0.7:7007").on(loops).start();
 *         Server server = Server.at("tcp://:7000").on(loops).serve(new Relay(upstream))) {
 *     server.awaitClose();
 * }
 * }</pre>
 *
 * <p>Safe for any thread.
 */
public interface Loops extends AutoCloseable {
    /** The word of the model that they run: the one asked for, or its fallback. */
    String model();

    /** How many there are. */
    int count();

    /**
     * Why they do not serve any more, if the thread of one has died; null while none has. Each
     * server and client on it is told, too.
     */
    @Nullable Throwable failure();

    /**
     * Ends each as soon as it serves nobody any more: close the servers and clients first. Waits
     * for those that can end at once, unless a loop calls it. Later calls do nothing.
     */
    @Override
    void close();
}

package io.fairlead.server;

import io.fairlead.server.report.EngineObserver;

/**
 * Sees what happens on a server, to log or count it. Methods are called by the threads that do the
 * work, several at a time, and must be quick.
 */
public interface ServerObserver extends EngineObserver {
    /** Sees nothing. */
    ServerObserver NONE = new ServerObserver() {};

    /**
     * The observer that a server has unless told: it logs failures, refusals of memory and the like
     * to the {@link System.Logger} {@code io.fairlead}, and nothing of what goes well.
     */
    static ServerObserver logging() {
        return new LogObserver();
    }

    /**
     * This observer, and then {@code next}: {@code ServerObserver.logging().andThen(mine)}. What
     * one throws is logged, and the other is told all the same.
     */
    default ServerObserver andThen(ServerObserver next) {
        return new JoinedObserver(this, next);
    }

    /**
     * The model that was asked for cannot be had on this machine, and another is used.
     *
     * @param reason why, as a sentence
     */
    default void onFallback(Model wanted, Model used, String reason) {}
}

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
     * The model that was asked for cannot be had on this machine, and another is used.
     *
     * @param reason why, as a sentence
     */
    default void onFallback(Model wanted, Model used, String reason) {}
}

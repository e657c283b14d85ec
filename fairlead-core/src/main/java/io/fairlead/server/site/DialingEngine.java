package io.fairlead.server.site;

import io.fairlead.server.host.Host;

/** Connections that are made from here, under one concurrency model. Safe for any thread. */
public interface DialingEngine extends Engine {
    /** Where it runs. */
    default Host host() {
        return Host.MACHINE;
    }

    /** True if a dial may have a {@link DialHandler}. */
    default boolean runsHandlers() {
        return false;
    }

    /** Begins to connect, and returns at once. */
    void dial(Dial dial);
}

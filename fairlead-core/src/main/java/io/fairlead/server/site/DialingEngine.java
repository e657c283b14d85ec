package io.fairlead.server.site;

/** Connections that are made from here, under one concurrency model. Safe for any thread. */
public interface DialingEngine extends Engine {
    /** Begins to connect, and returns at once. */
    void dial(Dial dial);
}

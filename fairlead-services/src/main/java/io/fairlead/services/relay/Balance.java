package io.fairlead.services.relay;

/** Which of several targets gets the next connection. */
public enum Balance {
    /** One after the other. */
    ROUND_ROBIN,
    /** The one with the fewest open connections; among equals, one after the other. */
    LEAST_CONNECTIONS
}

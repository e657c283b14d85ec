package io.fairlead.bench.matrix;

import java.io.IOException;
import java.util.Map;

/** What drives the load: one implementation each for a program that can. */
interface Generator {
    /** What the generator itself has to say about how it was run, for the page. */
    String describe();

    /**
     * Drives {@code load} at a port of loopback.
     *
     * @param moments told when measuring begins and ends, with the connections still open
     * @return {@code messages}, {@code seconds}, {@code p50_us} and the other quantiles, {@code
     *     errors}, {@code lost}, {@code generator_cpu}
     * @throws IOException if it failed; says what the generator said
     */
    Map<String, Double> drive(OfferedLoad load, int port, Timing timing, Moments moments)
            throws IOException;

    /** How long a round takes. */
    record Timing(double warmupS, double seconds) {}

    /** When to look at the server. */
    interface Moments {
        /** Warm-up is over; or, of idle connections, the first number is held. */
        void begins() throws IOException;

        /** Everything is measured, and all connections are still open. */
        void ends() throws IOException;
    }
}

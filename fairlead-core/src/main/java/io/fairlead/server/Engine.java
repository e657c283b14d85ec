package io.fairlead.server;

import java.time.Duration;

/** One concurrency model at work on one listening socket, from start to the last byte. */
interface Engine {
    /** Where it works. */
    Site site();

    /** Starts the threads that accept and serve; returns at once. */
    void start();

    /** Stops accepting; connections end as soon as nothing they received is unanswered. */
    void drain();

    /**
     * Waits until the last connection has ended.
     *
     * @return false if some are left when {@code timeout} is over
     */
    boolean awaitEnd(Duration timeout) throws InterruptedException;

    /**
     * Ends what is left.
     *
     * @return connections that were cut
     */
    int cut();
}

package io.fairlead.server.process;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The worker processes that a server is to have. What changes meanwhile is what they serve, and how
 * fast they start.
 *
 * @param single true if each serves one connection and ends
 * @param workers that are kept warm
 * @param placesMax connections at a time
 * @param orders say what each serves
 * @param homes consumers that stay in this process
 * @param cache how a worker is started
 */
public record Staff(
        boolean single,
        int workers,
        int placesMax,
        Orders orders,
        List<Consumer<String>> homes,
        WorkerCache cache) {
    /** Workers of {@code process} that start at a time: more would only delay each other. */
    static final int STARTING_MAX = Math.max(2, Runtime.getRuntime().availableProcessors());

    WorkerCommand command() {
        return cache.command();
    }

    /**
     * How many are to be started beside those that are.
     *
     * @param all workers, whatever they do
     * @param starting of them, not ready yet
     * @param free of them, ready for a connection
     * @param waiting connections without a worker
     */
    int missing(int all, int starting, int free, int waiting) {
        if (!single) return workers - all;
        return Math.min(workers + waiting - free, STARTING_MAX) - starting;
    }

    /** A worker has come up: from now on there is time to make the next ones start faster. */
    void warmed() {
        cache.make();
    }

    /** The consumer of that number; null if a worker made it up. */
    @Nullable Consumer<String> home(int number) {
        return number >= 0 && number < homes.size() ? homes.get(number) : null;
    }
}

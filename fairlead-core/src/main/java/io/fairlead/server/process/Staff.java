package io.fairlead.server.process;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The worker processes that a server is to have. Immutable, but for the cache that makes them start
 * faster once it is there.
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
    WorkerCommand command() {
        return cache.command();
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

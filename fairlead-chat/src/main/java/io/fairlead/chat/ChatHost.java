package io.fairlead.chat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a chat has from where it runs: time and chance. In a simulated network they come from the
 * network, and so does the thread.
 *
 * @param clock the time of messages, as people know it
 * @param nanoTime as {@link System#nanoTime}; safe for any thread
 * @param random what others must not guess comes from it; safe for any thread
 * @param timers gives the chat its turns; null if it has a thread of its own
 */
public record ChatHost(
        Clock clock, LongSupplier nanoTime, RandomGenerator random, @Nullable Timers timers) {
    /**
     * Runs tasks later, in the thread that runs all of the network: {@code client::after} of a
     * client there.
     */
    @FunctionalInterface
    public interface Timers {
        /**
         * Runs {@code task} once.
         *
         * @param delay from now on, at least 0
         */
        void after(Duration delay, Runnable task);
    }

    /** This machine, and {@code clock}. */
    public static ChatHost of(Clock clock) {
        return new ChatHost(clock, System::nanoTime, new SecureRandom(), null);
    }
}

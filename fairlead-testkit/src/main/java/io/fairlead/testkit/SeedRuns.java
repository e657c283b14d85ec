package io.fairlead.testkit;

import io.fairlead.testkit.fault.SimulatedFaults;
import io.fairlead.testkit.shrink.ChoiceText;
import org.jspecify.annotations.Nullable;

/**
 * Runs a test with many seeds, each in a network of its own, until one fails; then finds the least
 * that makes it fail, and draws that. With JUnit, {@code @Seeds} does it.
 *
 * <pre>{@code
 * SeedRuns.run(1_000, net -> {
 *     net.serve("tcp://gateway:7000", Codec.lines(), new Gateway());
 *     SimulatedClient device = net.connect("tcp://gateway:7000", Codec.lines());
 *     device.send("hello");
 *     net.run(Duration.ofMinutes(5));
 *     device.assertReceived(List.of("welcome"));
 * });
 * }</pre>
 *
 * <p>System properties change what runs: {@code fairlead.seed} one seed alone, {@code
 * fairlead.seeds} how many, {@code fairlead.choices} what a failure says to have been shrunk to. A
 * run also fails if it leaves something behind; see {@link SimulatedNetwork#assertNothingLeft}.
 *
 * <p>Immutable; everything runs in the thread that calls.
 */
public final class SeedRuns {
    private final int seeds;
    private final String name;
    private final SimulatedFaults faults;

    private SeedRuns(int seeds, String name, SimulatedFaults faults) {
        this.seeds = seeds;
        this.name = name;
        this.faults = faults;
    }

    /**
     * Runs {@code test} with the seeds from 0 on, under {@link SimulatedFaults#usual}.
     *
     * @throws SimulationFailure if it fails with one of them
     */
    public static void run(int seeds, SimulatedTest test) {
        of(seeds).check(test);
    }

    /**
     * The seeds from 0 to {@code seeds - 1}, under {@link SimulatedFaults#usual}.
     *
     * @throws IllegalArgumentException if that is none
     */
    public static SeedRuns of(int seeds) {
        if (seeds < 1) throw new IllegalArgumentException("at least one seed: " + seeds);
        return new SeedRuns(seeds, "", SimulatedFaults.usual());
    }

    /** These, with other faults to begin with. */
    public SeedRuns faults(SimulatedFaults other) {
        return new SeedRuns(seeds, name, other);
    }

    /**
     * These, for a test of this name.
     *
     * @param test as a build tool takes it, such as {@code GatewayTest#keepsOrder}
     */
    public SeedRuns named(String test) {
        return new SeedRuns(seeds, test, faults);
    }

    /**
     * Runs {@code test} with each seed.
     *
     * @throws SimulationFailure if it fails with one of them
     * @throws IllegalArgumentException if a system property is none of its kind
     */
    public void check(SimulatedTest test) {
        String choices = System.getProperty("fairlead.choices");
        Long seed = number("fairlead.seed");
        Long count = number("fairlead.seeds");
        Failing.Case which = new Failing.Case(name, faults, test);
        if (choices != null) {
            Failing.checkChoices(which, ChoiceText.parse(choices));
        } else if (seed != null) {
            checkSeed(which, seed);
        } else {
            long end = count == null ? seeds : count;
            for (long each = 0; each < end; each++) checkSeed(which, each);
        }
    }

    private static void checkSeed(Failing.Case which, long seed) {
        Attempt attempt = which.run(SimulatedNetwork.of(seed));
        if (attempt.failure() != null) throw Failing.ofSeed(which, seed, attempt).toError();
    }

    private static @Nullable Long number(String property) {
        String text = System.getProperty(property);
        if (text == null) return null;
        try {
            return Long.parseLong(text.strip().replace("_", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(property + " is no number: " + text, e);
        }
    }
}

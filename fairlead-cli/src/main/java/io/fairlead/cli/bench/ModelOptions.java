package io.fairlead.cli.bench;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which models are compared, and how. */
final class ModelOptions {
    private static final int ROUNDS_MAX = 1000;

    @Option(
            names = "--models",
            paramLabel = "all|MODEL,...",
            completionCandidates = ModelChoice.Candidates.class,
            description = {
                "Start SERVICE under each of these models, each in its own process, and compare"
                        + " them."
            })
    @Nullable ModelChoice choice;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description =
                    "With --models: how often to measure each, in a random order; with fewer than 5"
                            + " there are no ranks. Default: 5.")
    private @Nullable Integer rounds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "With --models: the seed of that order. Default: a new one each time.")
    private @Nullable Long seed;

    @Option(names = "--markdown", description = "With --models: print the table in Markdown.")
    private boolean markdown;

    /**
     * Makes sure that nothing is asked for that only a comparison has.
     *
     * @throws IllegalArgumentException if it is
     */
    void requireNone() {
        if (Stream.of(rounds, seed).anyMatch(given -> given != null) || markdown) {
            throw new IllegalArgumentException("--rounds, --seed and --markdown need --models");
        }
    }

    int rounds() {
        if (rounds == null) return 5;
        if (rounds >= 1 && rounds <= ROUNDS_MAX) return rounds;
        throw new IllegalArgumentException("--rounds must be from 1 to " + ROUNDS_MAX);
    }

    /** A short one, so that it can be typed again. */
    long seed() {
        return seed != null ? seed : Math.floorMod(System.nanoTime(), 100_000L);
    }

    boolean isMarkdown() {
        return markdown;
    }
}

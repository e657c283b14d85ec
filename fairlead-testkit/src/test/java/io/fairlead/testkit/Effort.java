package io.fairlead.testkit;

/** How many seeds a test of a law runs. */
final class Effort {
    /** Some thousands, or with {@code ./check --long} a hundred thousand. */
    static final int SEEDS = Boolean.getBoolean("fairlead.long") ? 100_000 : 3_000;

    private Effort() {}
}

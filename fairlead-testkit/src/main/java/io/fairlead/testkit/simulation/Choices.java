package io.fairlead.testkit.simulation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What chance decides in one run, from a seed, or from a record of an earlier run. A choice of 0 is
 * always the harmless one, so that a record can be cut down: what is missing from it is 0.
 */
public final class Choices implements RandomGenerator {
    private static final int MILLION = 1_000_000;

    private final SplittableRandom random;
    private final boolean replays;
    private long[] values;
    private int count;

    private Choices(SplittableRandom random, long[] values, boolean replays) {
        this.random = random;
        this.values = values;
        this.replays = replays;
    }

    /** New ones, which are recorded. */
    public static Choices of(long seed) {
        return new Choices(new SplittableRandom(seed), new long[64], false);
    }

    /** Those of {@code record}, and 0 when it is used up. */
    public static Choices replay(long[] record) {
        return new Choices(new SplittableRandom(0), record.clone(), true);
    }

    /** What was drawn so far. */
    public long[] drawn() {
        return Arrays.copyOf(values, count);
    }

    /** A number from 0 to {@code bound - 1}. */
    public long below(long bound) {
        if (bound <= 1) return 0;
        return replays ? Math.min(recorded(), bound - 1) : record(random.nextLong(bound));
    }

    private long recorded() {
        long value = count < values.length ? values[count] : 0;
        count++;
        return value;
    }

    private long record(long value) {
        if (count == values.length) values = Arrays.copyOf(values, 2 * count);
        values[count++] = value;
        return value;
    }

    /** True {@code perMillion} times in a million; nothing is drawn where that is 0. */
    public boolean happens(int perMillion) {
        if (perMillion <= 0) return false;
        if (replays) return recorded() != 0;
        return record(random.nextInt(MILLION) < perMillion ? 1 : 0) == 1;
    }

    // ---- RandomGenerator: small choices are small numbers ----

    @Override
    public long nextLong() {
        return replays ? recorded() : record(random.nextLong());
    }

    @Override
    public long nextLong(long bound) {
        if (bound <= 0) throw new IllegalArgumentException("bound must be positive: " + bound);
        return below(bound);
    }

    @Override
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    @Override
    public int nextInt(int origin, int bound) {
        return origin + (int) nextLong((long) bound - origin);
    }

    @Override
    public boolean nextBoolean() {
        return below(2) == 1;
    }
}

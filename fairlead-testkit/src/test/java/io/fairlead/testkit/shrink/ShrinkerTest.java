package io.fairlead.testkit.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is left of choices is little, and still fails. */
class ShrinkerTest {
    private static final int RUNS_MAX = 2_000;

    private int seen;

    private static long[] noise(int count) {
        long seed = count;
        return new Random(seed).longs(count, 1, 1_000_000).toArray();
    }

    private long[] shrink(Predicate<long[]> fails, long... choices) {
        Shrinker shrinker =
                new Shrinker(
                        tried -> {
                            seen++;
                            return fails.test(tried) ? tried : null;
                        },
                        RUNS_MAX,
                        () -> false);
        long[] least = shrinker.shrink(choices);
        assertThat(fails.test(least)).isTrue();
        assertThat(shrinker.runs()).isEqualTo(seen).isLessThanOrEqualTo(RUNS_MAX);
        return least;
    }

    private static long at(int index, long... choices) {
        return index < choices.length ? choices[index] : 0;
    }

    @Test
    void whatDoesNotMatterIsZeroAndWhatDoesIsLow() {
        long[] least = shrink(tried -> at(700, tried) >= 20 && at(31, tried) > 0, noise(2_000));
        long[] expected = new long[701];
        expected[31] = 1;
        expected[700] = 20;
        assertThat(least).isEqualTo(expected);
        assertThat(seen).isLessThan(500);
    }

    /** As where a fault draws how large it is: without the fault the rest moves forward. */
    @Test
    void whatIsDrawnTogetherGoesTogether() {
        // Flags: after a 1 comes its size. It fails if the fourth flag is set.
        Predicate<long[]> fails =
                tried -> {
                    int index = 0;
                    boolean set = false;
                    for (int flag = 0; flag < 4; flag++) {
                        set = at(index++, tried) != 0;
                        if (set) index++;
                    }
                    return set;
                };
        assertThat(shrink(fails, 1, 50, 1, 60, 1, 70, 1, 80)).containsExactly(0, 0, 0, 1);
    }

    /** As where a fault ends what would have drawn more. */
    @Test
    void whatIsDrawnInsteadIsPutIn() {
        Predicate<long[]> fails = tried -> at(at(0, tried) != 0 ? 1 : 4, tried) == 7;
        assertThat(shrink(fails, 1, 7)).containsExactly(0, 0, 0, 0, 7);
    }

    @Test
    void whatHappensLateHappensSooner() {
        Predicate<long[]> fails = tried -> Arrays.stream(tried).anyMatch(choice -> choice == 9);
        long[] choices = new long[400];
        choices[399] = 9;
        assertThat(shrink(fails, choices)).containsExactly(9);
    }

    @Test
    void whatAlwaysFailsNeedsNoChoice() {
        assertThat(shrink(_ -> true, noise(1_000))).isEmpty();
    }

    @Test
    void whatNeedsAllOfThemEndsAtTheBound() {
        long[] choices = noise(500);
        Predicate<long[]> fails =
                tried -> tried.length == 500 && Arrays.stream(tried).allMatch(each -> each != 0);
        assertThat(shrink(fails, choices)).hasSize(500);
        assertThat(seen).isEqualTo(RUNS_MAX);
    }

    @Test
    void whenTimeIsOverItStops() {
        Shrinker shrinker = new Shrinker(tried -> tried, RUNS_MAX, () -> true);
        assertThat(shrinker.shrink(1, 2, 3)).containsExactly(1, 2, 3);
        assertThat(shrinker.runs()).isZero();
    }
}

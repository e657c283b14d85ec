package io.fairlead.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When messages are due, over all threads together. */
class PaceTest {
    private static final long SECOND_NS = 1_000_000_000;

    private static List<Pace> paces(int threads, int lanes, double rate) {
        return IntStream.range(0, threads)
                .mapToObj(thread ->
                        IntStream.range(0, lanes).filter(n -> n % threads == thread).toArray())
                .map(places -> new Pace(places, lanes, rate))
                .toList();
    }

    private static List<Long> dues(Pace pace, long endNs) {
        List<Long> dues = new ArrayList<>();
        pace.begin(0);
        long nowNs = 0;
        while ((nowNs += pace.untilDueNs(nowNs)) < endNs) {
            long atNs = nowNs;
            pace.release(nowNs, _ -> dues.add(atNs));
        }
        return dues;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 4", "4, 4, 4", "4, 4, 0.5", "3, 7, 1000", "8, 100, 12345", "2, 3, 1"})
    void messagesOfAllThreadsAreAtEqualDistances(int threads, int lanes, double rate) {
        long endNs = 4 * SECOND_NS;
        List<Long> all =
                paces(threads, lanes, rate).stream()
                        .flatMap(pace -> dues(pace, endNs).stream())
                        .sorted()
                        .toList();
        assertThat(all).hasSize((int) Math.ceil(4 * rate));
        double intervalNs = SECOND_NS / rate;
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i))
                    .isBetween((long) (i * intervalNs) - 1, (long) (i * intervalNs) + 1);
        }
    }

    /** What a late thread lets go at once keeps the times at which it was due. */
    @Test
    void whoIsLateReleasesAllThatIsDue() {
        Pace pace = paces(2, 4, 10).getLast();
        pace.begin(7);
        List<Integer> positions = new ArrayList<>();
        pace.release(7 + SECOND_NS - 1, positions::add);
        assertThat(positions).containsExactly(0, 1, 0, 1, 0);
        long[] dues = LongStream.range(0, 3).map(message -> pace.dueNs(0, message)).toArray();
        assertThat(dues).containsExactly(100_000_007, 500_000_007, 900_000_007);
    }
}

package io.fairlead.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetryTest {
    private static final List<Integer> WHOLE_MS =
            List.of(500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000);

    private static List<Long> waits(Retry retry) {
        return Stream.generate(retry::next).limit(WHOLE_MS.size()).map(Duration::toMillis).toList();
    }

    @Test
    void eachWaitIsBetweenHalfAndTheWholeOfTwiceTheLast() {
        long seed = new Random().nextLong();
        List<Long> waits = waits(new Retry(new Random(seed)));
        assertThat(IntStream.range(0, waits.size()))
                .as("seed %d: %s", seed, waits)
                .allMatch(i ->
                        waits.get(i) >= WHOLE_MS.get(i) / 2 && waits.get(i) <= WHOLE_MS.get(i));
    }

    @Test
    void whoLostOneServerTogetherDoNotComeBackTogether() {
        assertThat(waits(new Retry(new Random(1)))).isEqualTo(waits(new Retry(new Random(1))));
        assertThat(waits(new Retry(new Random(1)))).isNotEqualTo(waits(new Retry(new Random(2))));
    }

    @Test
    void afterASuccessItBeginsAnew() {
        Retry retry = new Retry(new Random(1));
        List<Long> _ = waits(retry);
        retry.succeeded();
        assertThat(retry.next()).isLessThanOrEqualTo(Duration.ofMillis(500));
    }
}

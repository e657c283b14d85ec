package io.fairlead.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {
    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwo() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Statistics.median(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3);
        assertThat(Statistics.median(List.of())).isNaN();
    }

    @Test
    void theSpreadIsHalfTheRangeOfTheMedian() {
        assertThat(Statistics.spread(List.of(90.0, 100.0, 120.0))).isEqualTo(0.15);
    }

    /** The sign test at 5 %: sums of binomials by hand, as 1/32, 6/32, 9/256, 37/256, 11/1024. */
    @ParameterizedTest
    @CsvSource({
        "5, 5, true",
        "4, 5, false",
        "4, 4, false",
        "1, 1, false",
        "7, 8, true",
        "6, 8, false",
        "9, 10, true",
        "8, 10, false",
        "0, 0, false"
    })
    void aheadIsWhatChanceWouldNotDo(int won, int rounds, boolean ahead) {
        assertThat(Statistics.isAhead(won, rounds)).isEqualTo(ahead);
    }
}

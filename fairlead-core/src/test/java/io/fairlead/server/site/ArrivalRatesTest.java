package io.fairlead.server.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** So many a second and no more, by a clock of the test's own. */
class ArrivalRatesTest {
    private static final SourceNetwork ONE = new SourceNetwork(0x0a00_0001, false);
    private static final SourceNetwork OTHER = new SourceNetwork(0x0a00_0002, false);

    private long nowNs = -5;
    private final ArrivalRates rates = new ArrivalRates(10, () -> nowNs);

    private int arrivals(SourceNetwork source, int tried) {
        int arrived = 0;
        for (int i = 0; i < tried; i++) {
            if (rates.tryArrive(source)) arrived++;
        }
        return arrived;
    }

    @Test
    void asManyAtOnceAsInASecondAndThenOneAfterTheOther() {
        assertThat(arrivals(ONE, 100)).isEqualTo(10);
        nowNs += TimeUnit.MILLISECONDS.toNanos(99);
        assertThat(arrivals(ONE, 100)).isZero();
        nowNs += TimeUnit.MILLISECONDS.toNanos(1);
        assertThat(arrivals(ONE, 100)).isEqualTo(1);
        nowNs += TimeUnit.MILLISECONDS.toNanos(500);
        assertThat(arrivals(ONE, 100)).isEqualTo(5);
        nowNs += TimeUnit.HOURS.toNanos(1);
        assertThat(arrivals(ONE, 100)).as("silence saves no more than a second").isEqualTo(10);
    }

    @Test
    void oneSourceTakesNothingFromAnother() {
        assertThat(arrivals(ONE, 100)).isEqualTo(10);
        assertThat(arrivals(OTHER, 100)).isEqualTo(10);
        SourceNetwork sixOfTheSameBits = new SourceNetwork(ONE.bits(), true);
        assertThat(arrivals(sixOfTheSameBits, 100)).isEqualTo(10);
    }

    /** However many they are, nobody is refused for what others did. */
    @Test
    void aFloodOfStrangersHarmsNobody() {
        for (int i = 0; i < 10 * ArrivalRates.PLACES; i++) {
            assertThat(rates.tryArrive(new SourceNetwork(i * 0x1_0001L, true))).isTrue();
        }
        assertThat(arrivals(ONE, 100)).isEqualTo(10);
    }
}

package io.fairlead.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class JitterTest {
    private final Jitter jitter = new Jitter();

    private void arrive(long... tookNs) {
        for (long ns : tookNs) jitter.arrived(ns);
    }

    @Test
    void oneArrivalHasNone() {
        assertThat(jitter.ns()).isNaN();
        arrive(500);
        assertThat(jitter.ns()).isNaN();
    }

    @Test
    void equalTimesHaveZero() {
        arrive(500, 500, 500);
        assertThat(jitter.ns()).isZero();
    }

    /** J(i) = J(i-1) + (|D(i-1,i)| - J(i-1)) / 16. */
    @Test
    void eachDifferenceMovesItByASixteenth() {
        arrive(1_000, 2_600);
        assertThat(jitter.ns()).isEqualTo(100);
        arrive(1_000);
        assertThat(jitter.ns()).isEqualTo(100 + 1_500 / 16.0);
    }

    @Test
    void aSteadyDifferenceIsReachedInTheEnd() {
        for (int i = 0; i < 1_000; i++) arrive(i % 2 == 0 ? 1_000 : 3_000);
        assertThat(jitter.ns()).isCloseTo(2_000, Offset.offset(1.0));
    }
}

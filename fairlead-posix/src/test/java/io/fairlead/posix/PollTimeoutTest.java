package io.fairlead.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollTimeoutTest {
    @ParameterizedTest
    @CsvSource({
        "-9223372036854775808, 0",
        "-1, 0",
        "0, 0",
        "1, 1",
        "999999, 1",
        "1000000, 1",
        "1000001, 2",
        "99930000, 100",
        "9223372036854775806, 2147483647",
        "9223372036854775807, -1"
    })
    void isNeverShorterThanAskedFor(long timeoutNs, int timeoutMs) {
        assertThat(PollTimeout.millis(timeoutNs)).isEqualTo(timeoutMs);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "999999, 0", "1000000, 1", "1999999, 1", "9223372036854775807, 2147483647"})
    void wholeMillisecondsAreNeverLongerThanAskedFor(long timeoutNs, int timeoutMs) {
        assertThat(PollTimeout.wholeMillis(timeoutNs)).isEqualTo(timeoutMs);
    }
}

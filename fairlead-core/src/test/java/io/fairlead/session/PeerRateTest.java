package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.service.Limits;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two bytes a second, looked at every ten seconds. */
class PeerRateTest {
    private static final long START_NS = TimeUnit.HOURS.toNanos(-7); // as System.nanoTime may be

    private final PeerRate rate =
            new PeerRate(
                    Limits.builder()
                            .bytesPerSecondMin(2)
                            .frameTimeout(Duration.ofSeconds(10))
                            .build());

    private int moved;

    PeerRateTest() {
        rate.begin(START_NS);
    }

    /** After so many bytes since the beginning. */
    private boolean isTooSlow(long nowNs, int bytes) {
        rate.moved(bytes - moved);
        moved = bytes;
        return rate.isTooSlow(nowNs);
    }

    private static long at(int second) {
        return START_NS + TimeUnit.SECONDS.toNanos(second);
    }

    @Test
    void whoSendsEnoughInEachWindowStays() {
        assertThat(rate.endNs()).isEqualTo(at(10));
        assertThat(isTooSlow(at(10) - 1, 0)).as("too early to say").isFalse();
        assertThat(isTooSlow(at(10), 20)).isFalse();
        assertThat(rate.endNs()).isEqualTo(at(20));
        assertThat(isTooSlow(at(20), 40)).isFalse();
    }

    @Test
    void whatWentBeforeDoesNotCount() {
        assertThat(isTooSlow(at(10), 1_000)).isFalse();
        assertThat(isTooSlow(at(20), 1_019)).isTrue();
    }

    @Test
    void whoIsLookedAtLateMustHaveSentMore() {
        assertThat(isTooSlow(at(15), 29)).isTrue();
        assertThat(isTooSlow(at(30), 29 + 30)).isFalse();
    }

    @Test
    void theTimeOfTheServiceIsNotThePeers() {
        rate.expects(false, at(2));
        rate.expects(false, at(3));
        assertThat(rate.endNs()).as("nobody waits for it").isEqualTo(Long.MAX_VALUE);
        assertThat(isTooSlow(at(100), 0)).isFalse();
        rate.expects(true, at(102));
        rate.expects(true, at(103));
        assertThat(rate.endNs()).as("two seconds have passed").isEqualTo(at(110));
        assertThat(isTooSlow(at(110), 20)).isFalse();
        assertThat(isTooSlow(at(120), 39)).as("excused once").isTrue();
    }
}

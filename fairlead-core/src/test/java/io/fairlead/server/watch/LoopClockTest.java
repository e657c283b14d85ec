package io.fairlead.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoopClockTest {
    private final AtomicLong real = new AtomicLong(1);
    private final LoopClock clock = new LoopClock(real::incrementAndGet);

    @Test
    void standsStillForItsLoopUntilRefreshed() {
        clock.begin();
        long nowNs = clock.getAsLong();
        for (int i = 0; i < 20; i++) assertThat(clock.getAsLong()).isEqualTo(nowNs);
        assertThat(clock.refresh()).isGreaterThan(nowNs).isEqualTo(clock.getAsLong());
    }

    @Test
    void goesOnAfterSomeReads() {
        clock.begin();
        long nowNs = clock.getAsLong();
        for (int i = 0; i < 40; i++) assertThat(clock.getAsLong()).isBetween(nowNs, nowNs + 1);
        assertThat(clock.getAsLong()).isEqualTo(nowNs + 1);
    }

    @Test
    void othersGetTheTimeAsItIs() {
        clock.begin();
        long nowNs = clock.getAsLong();
        assertThat(CompletableFuture.supplyAsync(clock::getAsLong).join()).isGreaterThan(nowNs);
        assertThat(clock.getAsLong()).isEqualTo(nowNs);
    }
}

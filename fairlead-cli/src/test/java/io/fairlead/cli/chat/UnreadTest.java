package io.fairlead.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnreadTest {
    private final AtomicLong nowNs = new AtomicLong(-5);
    private final Unread unread = new Unread(Duration.ofSeconds(30), nowNs::get);

    private void pass(int seconds) {
        nowNs.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void theRuleIsDrawnOnceUntilSomethingIsTyped() {
        pass(29);
        assertThat(unread.ruleBefore()).isFalse();
        pass(1);
        assertThat(unread.ruleBefore()).isTrue();
        pass(60);
        assertThat(unread.ruleBefore()).isFalse();
        unread.typed();
        assertThat(unread.ruleBefore()).isFalse();
        pass(30);
        assertThat(unread.ruleBefore()).isTrue();
    }
}

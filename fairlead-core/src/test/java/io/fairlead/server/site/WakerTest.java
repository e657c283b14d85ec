package io.fairlead.server.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WakerTest {
    @BeforeEach
    void needsNativeCalls() {
        assumeTrue(Posix.reason() == null, Posix::reason);
    }

    @Test
    void isRungOnceUntilItIsHeard() {
        Posix posix = new Posix();
        try (Waker waker = new Waker(posix)) {
            waker.wake();
            waker.wake();
            waker.drain();
            waker.wake();
            assertThat(readable(posix, waker)).isFalse();
            waker.heard();
            waker.wake();
            assertThat(readable(posix, waker)).isTrue();
        }
    }

    private static boolean readable(Posix posix, Waker waker) {
        return new Poll(posix).poll(waker.fd(), Poll.POLLIN, 0) > 0;
    }
}

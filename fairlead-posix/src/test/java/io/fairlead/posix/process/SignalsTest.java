package io.fairlead.posix.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import org.junit.jupiter.api.Test;

/** Signals to this process and its threads. */
class SignalsTest {
    private final Signals signals = new Signals(new Posix());

    @Test
    void signalZeroOnlyAsks() {
        int pid = (int) ProcessHandle.current().pid();
        assertThat(signals.kill(pid, 0)).isZero();
        assertThat(signals.pthreadKill(signals.pthreadSelf(), 0)).isZero();
    }

    @Test
    void whatTheFunctionReturnsIsNegated() {
        assertThat(signals.pthreadKill(signals.pthreadSelf(), 1000)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void eachThreadHasItsOwnName() throws InterruptedException {
        long[] other = new long[1];
        Thread thread =
                Thread.ofPlatform().start(() -> other[0] = new Signals(new Posix()).pthreadSelf());
        thread.join();
        assertThat(other[0]).isNotZero();
        assertThat(signals.pthreadSelf()).isNotZero();
    }
}

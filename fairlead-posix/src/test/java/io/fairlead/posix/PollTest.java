package io.fairlead.posix;

import static io.fairlead.posix.Poll.POLLHUP;
import static io.fairlead.posix.Poll.POLLIN;
import static io.fairlead.posix.Poll.POLLNVAL;
import static io.fairlead.posix.Poll.POLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
class PollTest {
    private final Native c = new Native();
    private final Poll poll = new Poll(c.posix);

    @AfterEach
    void close() {
        c.close();
    }

    @Test
    void tellsWhatIsReady() {
        int[] pair = c.pair(SocketConstants.SOCK_STREAM);
        assertThat(poll.poll(pair[0], POLLIN, 0)).as("nothing came").isZero();
        assertThat(poll.poll(pair[0], POLLIN, 1)).as("nothing came in time").isZero();
        assertThat(poll.poll(pair[0], POLLIN | POLLOUT, -1)).isEqualTo(POLLOUT);
        c.send(pair[1], "x");
        assertThat(poll.poll(pair[0], POLLIN, -1)).isEqualTo(POLLIN);
        assertThat(c.recv(pair[0])).isEqualTo("x");
        c.close(pair[1]);
        assertThat(poll.poll(pair[0], POLLIN, -1)).isEqualTo(POLLIN | POLLHUP);
    }

    @Test
    void aClosedDescriptorIsNoWait() {
        assertThat(poll.poll(1_000_000, POLLIN, -1)).isEqualTo(POLLNVAL);
    }

    @Test
    void shutdownByAnotherThreadEndsTheWait() throws InterruptedException {
        int[] pair = c.pair(SocketConstants.SOCK_STREAM);
        SocketCalls calls = new SocketCalls(new Posix());
        Thread other =
                Thread.ofPlatform().start(() -> calls.shutdown(pair[0], SocketConstants.SHUT_RDWR));
        assertThat(poll.poll(pair[0], POLLIN, -1) & POLLIN).isEqualTo(POLLIN);
        other.join();
    }
}

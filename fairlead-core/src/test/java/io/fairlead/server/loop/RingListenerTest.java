package io.fairlead.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.net.Endpoint;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.posix.Errno;
import io.fairlead.posix.uring.IoUringConstants;
import io.fairlead.server.Model;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a listener asks of its ring, completion by completion. */
@Timeout(120)
class RingListenerTest {
    private static final int MORE = IoUringConstants.IORING_CQE_F_MORE;

    /** Of no open descriptor: closing it fails, and harms nobody. */
    private static final int ACCEPTED = 1_000_000;

    private IoUringModel loop;
    private RingListener listener;

    @BeforeEach
    void open() throws IOException {
        String reason = Model.IO_URING.reason();
        assumeTrue(reason == null, reason);
        loop = new IoUringModel(IoUringModel.attempt());
        loop.open();
        NativeListener own = NativeListener.open(Endpoint.parse("tcp://127.0.0.1:0"), 8, false);
        listener = new RingListener(loop, own, loop.calls());
        listener.open(() -> {});
    }

    @AfterEach
    void close() {
        if (loop == null) return;
        listener.watchListener(false); // the kernel lets go, or the close would wait for that
        listener.closeListener();
        loop.close();
    }

    @Test
    void acceptsAgainAfterACancelThatIsNotWantedAnyMoreWhateverWaits() {
        listener.completed(ACCEPTED, MORE);
        listener.watchListener(false);
        listener.watchListener(true);
        listener.completed(-Errno.ECANCELED, 0);
        assertThat(listener.isAccepting()).isTrue();
        assertThat(listener.hasAccepted()).isTrue();
    }

    @Test
    void acceptsAgainAfterAnInterruptWhateverWaits() {
        listener.completed(ACCEPTED, MORE);
        listener.completed(-Errno.EINTR, 0);
        assertThat(listener.isAccepting()).isTrue();
    }

    @Test
    void acceptsAgainWhenTheKernelHasEndedAtAConnection() {
        listener.completed(ACCEPTED, 0);
        assertThat(listener.isAccepting()).isTrue();
    }

    @Test
    void aCancelThatIsStillWantedEndsIt() {
        listener.watchListener(false);
        assertThat(listener.isAccepting()).isTrue(); // until the kernel says so
        listener.completed(ACCEPTED, MORE);
        listener.completed(-Errno.ECANCELED, 0);
        assertThat(listener.isAccepting()).isFalse();
        listener.watchListener(true);
        assertThat(listener.isAccepting()).isTrue();
    }

    @Test
    void afterAFailureTheAcceptorSaysWhenToGoOn() {
        listener.completed(-Errno.EMFILE, 0);
        assertThat(listener.isAccepting()).isFalse();
        assertThatThrownBy(listener::accept).isInstanceOf(IOException.class);
        listener.watchListener(false);
        listener.watchListener(true);
        assertThat(listener.isAccepting()).isTrue();
    }
}

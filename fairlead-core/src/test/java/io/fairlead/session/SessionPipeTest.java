package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.Slab;
import io.fairlead.service.CloseReason;
import io.fairlead.service.ConnectionWait;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes that pass a session without being seen, on a virtual clock. */
class SessionPipeTest extends NoCarrier implements Service {
    private final Slab slab = new Slab(1 << 20);
    private final List<Integer> piped = new ArrayList<>();
    private long nowNs = TimeUnit.HOURS.toNanos(3);
    private final Session session =
            new Session(
                    new Terms(
                            Codec.raw(),
                            this,
                            Limits.builder()
                                    .bytesPerSecondMin(1)
                                    .writeTimeout(Duration.ofSeconds(20))
                                    .idleTimeout(Duration.ofHours(1))
                                    .build(),
                            slab,
                            () -> nowNs),
                    this);

    @Override
    public void onFrame(Peer peer, Frame frame) {}

    @Override
    public void onPiped(Peer peer, int bytes) {
        piped.add(bytes);
    }

    @BeforeEach
    void open() {
        session.open();
    }

    @AfterEach
    void nothingIsLent() {
        session.end();
        assertThat(slab.bytesLent()).isZero();
    }

    private void after(int seconds) {
        nowNs += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void onlyWhoMayAndIsReadPipes() {
        assertThat(session.pipesTo()).as("not asked for").isNull();
        session.peer().allowPipeTo(session.peer());
        assertThat(session.pipesTo()).isSameAs(this);
        session.peer().pause();
        assertThat(session.pipesTo()).as("paused").isNull();
        session.peer().resume();
        session.peer().codec(Codec.lines());
        assertThat(session.pipesTo()).as("lines").isNull();
        session.peer().codec(Codec.raw());
        assertThat(session.pipesTo()).isSameAs(this);
        session.peer().allowPipeTo(null);
        assertThat(session.pipesTo()).as("no more").isNull();
    }

    @Test
    void whoDrainsOrEndsPipesNoMore() {
        session.peer().allowPipeTo(session.peer());
        session.drain();
        assertThat(session.pipesTo()).isNull();
    }

    @Test
    void whoClosesPipesNoMore() {
        session.peer().allowPipeTo(session.peer());
        session.peer().close();
        assertThat(session.pipesTo()).isNull();
        assertThat(session.takesPiped()).isFalse();
        assertThat(session.beginPiped(10)).isFalse();
    }

    @Test
    void whatPassesIsCountedAndTold() {
        session.piped(10);
        session.piped(20);
        assertThat(piped).containsExactly(10, 20);
        assertThat(session.bytesReceived()).isEqualTo(30);
    }

    @Test
    void pipedBytesAreQueuedUntilTheyAreTakenAndComeFirst() {
        assertThat(session.takesPiped()).isTrue();
        assertThat(session.beginPiped(100)).isTrue();
        session.endPiped(40, false);
        assertThat(session.peer().queuedBytes()).isEqualTo(60);
        session.peer().send("behind");
        session.peer().close();
        assertThat(session.next(false)).as("not its turn yet").isEqualTo(Next.RECEIVE);
        assertThat(session.beginSend()).isNull();

        session.endPiped(60, true);
        assertThat(session.bytesSent()).isEqualTo(100);
        assertThat(session.next(false)).isEqualTo(Next.SEND);
        ByteBuffer rest = Objects.requireNonNull(session.beginSend());
        assertThat(rest.remaining()).isEqualTo("behind".length());
        session.endSend(rest.remaining());
        assertThat(session.next(false)).isEqualTo(Next.SHUT_DOWN);
        assertThat(session.bytesSent()).isEqualTo(106);
    }

    @Test
    void aReceiverThatEndsGivesBackItsMemoryOnceThePipeIsGone() {
        assertThat(session.beginPiped(100)).isTrue();
        session.peer().send("behind");
        session.abort(CloseReason.RESET);
        session.end();
        assertThat(session.peer().queuedBytes()).isEqualTo(100);
        session.endPiped(0, true);
        assertThat(slab.bytesLent()).isZero();
    }

    @Test
    void aReceiverHasItsTimeFromTheLastByteItTook() {
        session.peer().pause(); // so that nothing is waited for but the receiver
        assertThat(session.beginPiped(100)).isTrue();
        session.endPiped(0, false);
        after(15);
        session.endPiped(10, false);
        after(19);
        assertThat(session.expire()).isFalse();
        after(1);
        assertThat(session.expire()).isTrue();
        assertThat(session.closeReason()).isEqualTo(CloseReason.WRITE_TIMEOUT);
    }

    /** It is the receiver's fault that nothing is read. */
    @Test
    void aSenderThatIsNotReadIsNotTooSlow() {
        session.receiverFull(true);
        assertThat(session.wantsReceive()).isFalse();
        assertThat(session.waitsFor()).isEqualTo(ConnectionWait.RECEIVER);
        assertThat(session.next(false)).isEqualTo(Next.WAIT);
        after(1_000);
        assertThat(session.expire()).isFalse();

        session.receiverFull(false);
        assertThat(session.next(false)).isEqualTo(Next.RECEIVE);
        after(1_000);
        assertThat(session.expire()).isTrue();
        assertThat(session.closeReason()).isEqualTo(CloseReason.TOO_SLOW);
    }

    /** To receive what has arrived would be asked for again and again, in vain. */
    @Test
    void aShutdownWaitsForWhatIsInThePipe() {
        session.receiverFull(true);
        session.drain();
        assertThat(session.next(false)).isEqualTo(Next.WAIT);
        session.receiverFull(false);
        assertThat(session.next(false)).isEqualTo(Next.RECEIVE_ARRIVED);
    }
}

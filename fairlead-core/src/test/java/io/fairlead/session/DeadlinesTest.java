package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.Slab;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.service.LimitsBuilder;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a virtual clock every deadline falls on its second, not before and not after. */
class DeadlinesTest extends NoCarrier implements Service {
    private static final Limits LIMITS =
            Limits.builder()
                    .idleTimeout(Duration.ofSeconds(100))
                    .frameTimeout(Duration.ofSeconds(10))
                    .writeTimeout(Duration.ofSeconds(20))
                    .halfClosedTimeout(Duration.ofSeconds(30))
                    .lifetimeMax(Duration.ofSeconds(1_000))
                    .lingerTimeout(Duration.ofSeconds(5))
                    .build();

    private final Slab slab = new Slab(1 << 20);
    private long nowNs = TimeUnit.HOURS.toNanos(-7); // as System.nanoTime may be
    private final long startNs = nowNs;
    private Session session = session(LIMITS);
    private @Nullable Peer peer;
    private boolean answersAtInputEnd = true;

    private Session session(Limits limits) {
        return new Session(new Terms(Codec.lines(), this, limits, slab, () -> nowNs), this);
    }

    // ---- the service and the socket ----

    @Override
    public void onOpen(Peer opened) {
        peer = opened;
    }

    @Override
    public void onFrame(Peer from, Frame frame) {
        if (frame.size() > 0) from.send(frame);
    }

    @Override
    public void onInputEnd(Peer from) {
        if (answersAtInputEnd) from.close();
    }

    // ---- the driver ----

    private void at(int second) {
        nowNs = startNs + TimeUnit.SECONDS.toNanos(second);
    }

    private void receive(String text) {
        ByteBuffer space = Objects.requireNonNull(session.receiveSpace());
        for (int i = 0; i < text.length(); i++) space.put((byte) text.charAt(i));
        session.received(text.length());
    }

    private void send(int count) {
        Objects.requireNonNull(session.beginSend());
        session.endSend(count);
    }

    private Peer peer() {
        return Objects.requireNonNull(peer);
    }

    /** Asks at each second from now on: not a second too early, not a second too late. */
    private void expiresAt(int second, CloseReason reason) {
        assertThat(session.deadlineNs()).isEqualTo(startNs + TimeUnit.SECONDS.toNanos(second));
        nowNs = session.deadlineNs() - 1;
        assertThat(session.expire()).as("a nanosecond before").isFalse();
        nowNs++;
        assertThat(session.expire()).as("at its time").isTrue();
        session.runTasks(); // the service is asked on the peer's turn
        assertThat(session.closeReason()).isEqualTo(reason);
    }

    @AfterEach
    void nothingIsLent() {
        session.end();
        assertThat(slab.bytesLent()).isZero();
    }

    @Test
    void idleFromTheBeginning() {
        session.open();
        expiresAt(100, CloseReason.IDLE);
        assertThat(session.isAborted()).isFalse();
        assertThat(session.next(false)).isEqualTo(Next.SHUT_DOWN);
        assertThat(session.next(false)).isEqualTo(Next.RECEIVE);
    }

    @Test
    void idleSinceTheLastByteEitherWay() {
        session.open();
        at(7);
        receive("hello\n");
        at(11);
        send(6);
        expiresAt(111, CloseReason.IDLE);
    }

    @Test
    void theWaitForAThreadDoesNotCount() {
        at(150);
        session.open();
        expiresAt(250, CloseReason.IDLE);
    }

    @Test
    void aFrameFromItsFirstByte() {
        session.open();
        at(3);
        receive("h");
        at(9);
        receive("e");
        at(12);
        receive("l");
        assertThat(session.isMidFrame()).isTrue();
        expiresAt(13, CloseReason.FRAME_TIMEOUT);
    }

    @Test
    void theNextFrameHasItsOwnTime() {
        session.open();
        for (int second = 0; second < 60; second += 6) {
            at(second);
            assertThat(session.expire()).isFalse();
            receive("ends here\nand the next begins");
        }
        at(61);
        receive("\n");
        assertThat(session.isMidFrame()).isFalse();
        send(1);
        assertThat(session.deadlineNs())
                .as("the write timeout is next")
                .isEqualTo(startNs + TimeUnit.SECONDS.toNanos(81));
    }

    @Test
    void aWriteWithoutProgress() {
        session.open();
        peer().send("hello");
        at(2);
        send(0);
        at(21);
        send(1);
        at(30);
        send(0);
        expiresAt(41, CloseReason.WRITE_TIMEOUT);
        assertThat(session.isAborted()).isTrue();
    }

    @Test
    void aWriteThatIsDoneIsNotWaitedFor() {
        session.open();
        peer().send("hello");
        send(6);
        expiresAt(100, CloseReason.IDLE);
    }

    @Test
    void aWriteThatIsStillUnderWay() {
        session.open();
        peer().send("hello");
        at(4);
        Objects.requireNonNull(session.beginSend());
        expiresAt(24, CloseReason.WRITE_TIMEOUT);
        session.endSend(0);
    }

    @Test
    void halfClosedSinceTheLastSend() {
        answersAtInputEnd = false;
        session.open();
        at(5);
        session.receiveEnded();
        at(20);
        peer().send("it is on its way");
        send(17);
        expiresAt(50, CloseReason.HALF_CLOSED_TIMEOUT);
        assertThat(session.next(false)).isEqualTo(Next.END);
    }

    @Test
    void lifetimeWhateverHappens() {
        session.open();
        for (int second = 0; second < 1_000; second += 50) {
            at(second);
            assertThat(session.expire()).isFalse();
            receive("\n");
        }
        expiresAt(1_000, CloseReason.LIFETIME);
    }

    @Test
    void lingering() {
        session.open();
        peer().close();
        assertThat(session.next(false)).isEqualTo(Next.SHUT_DOWN);
        receive("not for anybody");
        expiresAt(5, CloseReason.SERVICE_CLOSED);
        assertThat(session.next(false)).isEqualTo(Next.END);
    }

    @Test
    void whatIsQueuedAtTheEndIsNotWaitedForTwice() {
        session.open();
        peer().send("hello");
        at(99);
        send(0);
        at(100);
        assertThat(session.expire()).isTrue();
        session.runTasks();
        assertThat(session.isAborted()).isFalse();
        assertThat(session.expire()).isTrue();
        assertThat(session.isAborted()).isTrue();
        assertThat(session.closeReason()).isEqualTo(CloseReason.IDLE);
    }

    private void openWith(LimitsBuilder limits) {
        session = session(limits.build());
        session.open();
    }

    @Test
    void theFirstByteFromTheBeginning() {
        openWith(LIMITS.toBuilder().firstByteTimeout(Duration.ofSeconds(40)));
        peer().send("welcome");
        at(20);
        send(8);
        expiresAt(40, CloseReason.FIRST_BYTE_TIMEOUT);
    }

    @Test
    void theFirstByteHasCome() {
        openWith(LIMITS.toBuilder().firstByteTimeout(Duration.ofSeconds(40)));
        at(39);
        receive("\n");
        expiresAt(139, CloseReason.IDLE);
    }
}

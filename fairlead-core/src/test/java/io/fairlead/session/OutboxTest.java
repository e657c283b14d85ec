package io.fairlead.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import io.fairlead.service.Limits;
import io.fairlead.service.SendResult;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTest {
    private static final Frame TEN = Frame.of("123456789"); // and its LF

    private final Slab slab = new Slab(64 * 1024);
    private final Outbox outbox = outbox(100);

    private Outbox outbox(int queuedBytesMax) {
        return new Outbox(terms(Codec.lines(), queuedBytesMax));
    }

    private Terms terms(Codec codec, int queuedBytesMax) {
        Limits limits = Limits.builder().queuedBytesMax(queuedBytesMax).build();
        return new Terms(codec, (peer, frame) -> {}, limits, slab, System::nanoTime);
    }

    private static ByteBuffer begin(Outbox outbox) {
        return Objects.requireNonNull(outbox.begin());
    }

    private void offer(int count, Offer first) throws CodecFailure {
        for (int i = 0; i < count; i++) {
            assertThat(Offers.offer(outbox, TEN, false)).isEqualTo(i == 0 ? first : Offer.QUEUED);
        }
    }

    @Test
    void onlyTheFirstFrameAsksForASender() throws Exception {
        offer(3, Offer.QUEUED_FIRST);
        assertThat(outbox.queuedBytes()).isEqualTo(30);
        assertThat(outbox.isWaiting()).isTrue();
        assertThat(begin(outbox).remaining()).isEqualTo(30);
        assertThat(outbox.isWaiting()).isFalse();
        assertThat(outbox.begin()).as("one sender at a time").isNull();
        outbox.end(30);
        assertThat(slab.bytesLent()).isZero();
        offer(1, Offer.QUEUED_FIRST);
    }

    @Test
    void theMaximumHoldsAndOneFrameAlwaysFits() throws Exception {
        offer(10, Offer.QUEUED_FIRST);
        assertThat(Offers.offer(outbox, TEN, false)).isEqualTo(Offer.FULL);
        outbox.end(begin(outbox).remaining());
        assertThat(Offers.offer(outbox, Frame.of("x".repeat(5_000)), false))
                .isEqualTo(Offer.QUEUED_FIRST);
        assertThat(Offers.offer(outbox, TEN, false)).isEqualTo(Offer.FULL);
    }

    @Test
    void noFrameIsServedWhileAnswersFillTheQueue() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(outbox.hasRoom()).isTrue();
            Offers.offer(outbox, TEN, true);
        }
        assertThat(outbox.hasRoom()).isFalse();
        outbox.end(begin(outbox).remaining() / 2);
        assertThat(outbox.hasRoom()).isTrue();
    }

    @Test
    void whatIsSentUnaskedKeepsNoFrameFromBeingServed() throws Exception {
        offer(10, Offer.QUEUED_FIRST);
        assertThat(outbox.hasRoom()).isTrue();
        Offers.offer(outbox, TEN, true);
        assertThat(outbox.hasRoom()).as("an answer is behind it").isFalse();
        outbox.end(begin(outbox).remaining());
        assertThat(outbox.hasRoom()).isTrue();
        offer(10, Offer.QUEUED_FIRST);
        begin(outbox);
        outbox.end(95);
        Offers.offer(outbox, TEN, true);
        assertThat(outbox.hasRoom()).isTrue();
    }

    @Test
    void answersHaveRoomOfTheirOwn() throws Exception {
        offer(10, Offer.QUEUED_FIRST);
        for (int i = 0; i < 10; i++) {
            assertThat(Offers.offer(outbox, TEN, true)).isEqualTo(Offer.QUEUED);
        }
        assertThat(Offers.offer(outbox, TEN, true)).isEqualTo(Offer.FULL);
    }

    @Test
    void theFirstAnswerFitsHoweverLong() throws Exception {
        offer(10, Offer.QUEUED_FIRST);
        assertThat(Offers.offer(outbox, Frame.of("x".repeat(5_000)), true)).isEqualTo(Offer.QUEUED);
        assertThat(Offers.offer(outbox, TEN, true)).isEqualTo(Offer.FULL);
    }

    @Test
    void bytesThatAreLentStayWhereTheyAre() throws Exception {
        Outbox large = outbox(1 << 20);
        Offers.offer(large, Frame.of("a".repeat(10_000)), false);
        ByteBuffer lent = begin(large);
        Offers.offer(large, Frame.of("b".repeat(10_000)), false);
        Offers.offer(large, Frame.of("c".repeat(10_000)), false);
        byte[] bytes = new byte[lent.remaining()];
        lent.get(bytes);
        assertThat(new String(bytes, UTF_8)).isEqualTo("a".repeat(10_000) + "\n");
        large.end(5_000);
        assertThat(begin(large).remaining()).isEqualTo(5_001);
        large.end(5_001);
        assertThat(begin(large).get(0)).isEqualTo((byte) 'b');
        large.end(10_001);
        assertThat(begin(large).get(0)).isEqualTo((byte) 'c');
        large.end(10_001);
        assertThat(large.queuedBytes()).isZero();
        assertThat(slab.bytesLent()).isZero();
    }

    @Test
    void roomIsToldOnceWhenHalfIsFree() throws Exception {
        offer(10, Offer.QUEUED_FIRST);
        assertThat(outbox.takeOwedWritable()).as("nobody was refused").isFalse();
        Offers.offer(outbox, TEN, false);
        begin(outbox);
        outbox.end(49);
        assertThat(outbox.owesWritable()).isTrue();
        assertThat(outbox.takeOwedWritable()).as("51 of 100 are queued").isFalse();
        begin(outbox);
        outbox.end(1);
        assertThat(outbox.takeOwedWritable()).isTrue();
        assertThat(outbox.takeOwedWritable()).isFalse();
    }

    @Test
    void noMemoryIsNotTheSameAsFull() throws Exception {
        Outbox large = outbox(1 << 20);
        assertThat(Offers.offer(large, Frame.of("x".repeat(60_000)), false))
                .isEqualTo(Offer.QUEUED_FIRST);
        assertThat(Offers.offer(large, Frame.of("x".repeat(60_000)), true))
                .isEqualTo(Offer.NO_MEMORY);
        assertThat(large.queuedBytes()).isEqualTo(60_001);
        large.free();
        assertThat(slab.bytesLent()).isZero();
    }

    @Test
    void closingKeepsWhatIsQueued() throws Exception {
        offer(2, Offer.QUEUED_FIRST);
        outbox.close();
        assertThat(Offers.offer(outbox, TEN, true)).isEqualTo(Offer.CLOSED);
        assertThat(outbox.isFlushed()).isFalse();
        begin(outbox);
        outbox.end(10);
        assertThat(outbox.isFlushed()).isFalse();
        begin(outbox);
        outbox.end(10);
        assertThat(outbox.isFlushed()).isTrue();
    }

    @Test
    void memoryInTheKernelsHandsIsFreedWhenItComesBack() throws Exception {
        offer(2, Offer.QUEUED_FIRST);
        begin(outbox);
        outbox.free();
        assertThat(slab.bytesLent()).isPositive();
        outbox.end(5);
        assertThat(slab.bytesLent()).isZero();
        assertThat(outbox.begin()).isNull();
        assertThat(outbox.queuedBytes()).isZero();
    }

    /** Writes as many bytes as the payload's text says, whatever it has promised. */
    private record Promising(int promised) implements Codec {
        @Override
        public @Nullable Frame decode(IoBuffer in) {
            return null;
        }

        @Override
        public int encodedBytes(Frame payload) {
            return promised;
        }

        @Override
        public void encode(Frame payload, IoBuffer out) {
            int count = Integer.parseInt(payload.text());
            for (int i = 0; i < count; i++) out.put((byte) 'x');
            if (count == 0) out.drain(out.size());
        }

        @Override
        public int wireBytesMax() {
            return promised;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "11", "20000", "0", "no number"})
    void aFrameIsQueuedAsAWholeOrNotAtAll(String count) throws Exception {
        Outbox strict = new Outbox(terms(new Promising(10), 100));
        assertThat(Offers.offer(strict, Frame.of("10"), false)).isEqualTo(Offer.QUEUED_FIRST);
        assertThatThrownBy(() -> Offers.offer(strict, Frame.of(count), false))
                .isInstanceOf(CodecFailure.class)
                .hasCauseInstanceOf(RuntimeException.class);
        int left = count.equals("0") ? 0 : 10; // that codec takes out what was whole
        assertThat(strict.queuedBytes()).isEqualTo(left);
        assertThat(Offers.offer(strict, Frame.of("10"), false).result())
                .isEqualTo(SendResult.QUEUED);
        assertThat(begin(strict).remaining()).isEqualTo(left + 10);
        strict.end(left + 10);
        assertThat(slab.bytesLent()).isZero();
    }

    @Test
    void aFrameThatIsNoneIsItsSendersFault() {
        assertThatThrownBy(() -> Offers.offer(outbox, Frame.of("two\nlines"), false))
                .isInstanceOf(IllegalArgumentException.class);
        IoBuffer buffer = new IoBuffer(slab);
        buffer.reserve(10);
        buffer.put(TEN);
        Frame expired = buffer.take(0, 9, 0);
        buffer.release();
        assertThatThrownBy(() -> Offers.offer(outbox, expired, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("keep a frame.copy()");
    }
}

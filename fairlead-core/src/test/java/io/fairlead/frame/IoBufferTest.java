package io.fairlead.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IoBufferTest {
    private final Slab slab = new Slab(1 << 18);
    private final IoBuffer buffer = new IoBuffer(slab);

    @Test
    void holdsNoMemoryWhileItIsEmpty() {
        assertThat(slab.bytesLent()).isZero();
        assertThat(buffer.hasRoom(0)).isFalse();
        put("abc");
        assertThat(slab.bytesLent()).isEqualTo(4096);
        buffer.releaseIfEmpty();
        assertThat(slab.bytesLent()).isEqualTo(4096);
        buffer.drain(3);
        buffer.releaseIfEmpty();
        assertThat(slab.bytesLent()).isZero();
        assertThat(buffer.keepsLaw()).isTrue();
    }

    @Test
    void aFrameExpiresWithItsMemory() {
        put("abc");
        Frame frame = buffer.take(0, 3, 0);
        Frame copy = frame.copy();
        assertThat(frame.text()).isEqualTo("abc");
        buffer.releaseIfEmpty();
        assertThatThrownBy(frame::text)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("frame.copy()");
        assertThatThrownBy(frame::size).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> frame.byteAt(0)).isInstanceOf(IllegalStateException.class);
        assertThat(frame).hasToString("expired frame");
        assertThat(copy.text()).isEqualTo("abc");
    }

    @Test
    void whatIsAttachedGoesWithTheBytes() {
        put("abcdef");
        Frame frame = buffer.take(0, 3, 0).attach("ABC");
        Frame copy = frame.copy();
        assertThat(frame.attachment(String.class)).isEqualTo("ABC");
        assertThatThrownBy(() -> frame.attachment(Integer.class))
                .isInstanceOf(ClassCastException.class);
        buffer.expireFrame();
        assertThatThrownBy(frame::attachment).isInstanceOf(IllegalStateException.class);
        assertThat(copy.attachment()).isEqualTo("ABC");
        assertThat(buffer.take(0, 3, 0).attachment()).as("of the next frame").isNull();
    }

    @Test
    void bytesAreCopied() {
        put("abcdef");
        buffer.drain(1);
        assertThat(buffer.bytes(1, 3)).asString(UTF_8).isEqualTo("cde");
        assertThatThrownBy(() -> buffer.bytes(3, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(buffer.size()).isEqualTo(5);
    }

    @Test
    void theBytesOfAFrameAreChangedInPlaceAndNoOther() {
        put("abcdef");
        Frame frame = buffer.take(1, 3, 0);
        frame.writableMemory().fill((byte) '-');
        assertThat(frame.text()).isEqualTo("---");
        assertThat(buffer.take(0, 2, 0).text()).isEqualTo("ef");
        buffer.releaseIfEmpty();
        assertThatThrownBy(frame::writableMemory).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFrameExpiresWhenTheBytesMove() {
        put("abcdef");
        Frame frame = buffer.take(1, 2, 0);
        assertThat(buffer.reserve(5000)).isTrue();
        assertThatThrownBy(frame::bytes).isInstanceOf(IllegalStateException.class);
        assertThat(buffer.take(0, 3, 0).text()).isEqualTo("def");
    }

    @Test
    void aFrameExpiresWhenTold() {
        put("abc");
        Frame frame = buffer.take(0, 1, 0);
        buffer.expireFrame();
        assertThatThrownBy(frame::buffer).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bytesLentToTheKernelDoNotMove() {
        put("abc");
        ByteBuffer lent = buffer.pin();
        assertThat(buffer.reserve(5000)).isFalse();
        assertThat(buffer.reserve(100)).isTrue();
        put("def");
        assertThat(lent.remaining()).isEqualTo(3);
        buffer.unpin(2);
        assertThat(buffer.reserve(5000)).isTrue();
        assertThat(buffer.take(0, 4, 0).text()).isEqualTo("cdef");
    }

    @Test
    void refusesWhatTheSlabDoesNotHave() {
        put("abc");
        assertThat(buffer.reserve(1 << 18)).isFalse();
        assertThat(buffer.reserve(Integer.MAX_VALUE)).isFalse();
        assertThat(buffer.take(0, 3, 0).text()).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void numbersOfAnyWidthComeBack(int bytes) {
        Random random = new Random(bytes);
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            long value = random.nextLong() >>> (64 - 8 * bytes);
            assertThat(buffer.reserve(8)).isTrue();
            buffer.putUnsigned(value, bytes, order);
            assertThat(buffer.unsignedAt(0, bytes, order)).isEqualTo(value);
            int lowest = order == ByteOrder.BIG_ENDIAN ? bytes - 1 : 0;
            assertThat(buffer.byteAt(lowest)).isEqualTo((byte) value);
            buffer.setUnsigned(0, ~value, bytes, order);
            assertThat(buffer.unsignedAt(0, bytes, order))
                    .isEqualTo(~value & (-1L >>> (64 - 8 * bytes)));
            buffer.drain(bytes);
        }
    }

    @Test
    void behavesLikeAQueue() {
        long seed = Long.getLong("fairlead.seed", System.nanoTime());
        Random random = new Random(seed);
        Deque<Byte> expected = new ArrayDeque<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextBoolean()) fill(random, expected);
            else drain(random, expected);
            assertThat(buffer.keepsLaw()).as("seed %d", seed).isTrue();
            assertThat(buffer.size()).as("seed %d", seed).isEqualTo(expected.size());
        }
        buffer.release();
        assertThat(slab.bytesLent()).isZero();
    }

    private void fill(Random random, Deque<Byte> expected) {
        int count = random.nextInt(600);
        if (expected.size() + count > 20_000 || !buffer.reserve(count)) return;
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        buffer.space().put(bytes);
        buffer.commit(count);
        for (byte value : bytes) expected.add(value);
        buffer.scannedTo(random.nextInt(buffer.size() + 1));
    }

    private void drain(Random random, Deque<Byte> expected) {
        if (expected.isEmpty()) return;
        byte wanted = (byte) random.nextInt();
        int found = buffer.indexOf(wanted, 0);
        byte[] taken = buffer.take(0, Math.min(found + 1, buffer.size()), 0).bytes();
        for (int i = 0; i < taken.length; i++) {
            assertThat(taken[i]).isEqualTo(expected.remove());
            if (i < found) assertThat(taken[i]).isNotEqualTo(wanted);
        }
        buffer.releaseIfEmpty();
    }

    private void put(String text) {
        Frame frame = Frame.of(text);
        assertThat(buffer.reserve(frame.size())).isTrue();
        buffer.put(frame);
    }

    /** Against a search from the beginning each time, whatever is put, drained, cut and moved. */
    @Test
    void whatIsPlainIsAlwaysTrue() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        StringBuilder held = new StringBuilder();
        for (int step = 0; step < 20_000; step++) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    String text =
                            "a".repeat(random.nextInt(40)) + (random.nextInt(9) == 0 ? "#" : "");
                    put(text);
                    held.append(text);
                }
                case 1 -> {
                    int count = random.nextInt(held.length() + 1);
                    buffer.drain(count);
                    held.delete(0, count);
                }
                case 2 -> {
                    int size = held.length() - random.nextInt(held.length() / 8 + 1);
                    buffer.cutTo(size);
                    held.setLength(size);
                }
                case 3 -> assertThat(buffer.reserve(random.nextInt(3_000))).isTrue();
                case 4 -> buffer.releaseIfEmpty();
                default -> {
                    if (held.isEmpty()) continue;
                    int length = random.nextInt(held.length() + 1);
                    assertThat(buffer.isPlain(length, (byte) '#'))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(held.substring(0, length).indexOf('#') < 0);
                }
            }
        }
    }
}

package io.fairlead.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Codec;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the wire: numbers in it, and framing around it. */
class MessagesTest {
    @Test
    void digitsAreHexadecimalAndReadBack() {
        assertThat(text(Messages.digits(0x1234abcd))).isEqualTo("DCBA4321");
        assertThat(text(Messages.digits(0))).isEqualTo("00000000");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            int value = random.nextInt();
            long digits = Messages.digits(value);
            assertThat(text(digits)).as("seed " + seed).matches("[0-9A-F]{8}");
            assertThat(Messages.number(digits)).as("seed " + seed).isEqualTo(value);
        }
    }

    private static String text(long digits) {
        byte[] bytes = new byte[8];
        for (int i = 0; i < 8; i++) bytes[i] = (byte) (digits >>> (8 * i));
        return new String(bytes, US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 15, 16, 17, 64, 1023, 1024, 1025, 1030, 5000})
    void messagesOfAnySizeDiffer(int size) {
        Messages messages = new Messages(Payload.ofSize(size), Codec.raw(), 4);
        Set<String> seen = new HashSet<>();
        for (int number = 0; number < 16; number++) {
            messages.stamp(1, number, 3);
            seen.add(first(messages));
        }
        assertThat(seen).hasSize(16).allMatch(text -> text.matches("[0-9A-Z]{" + size + "}"));
    }

    /** Two blocks of one message that change places are told, and so is another connection's. */
    @Test
    void theStampStandsInEachKilobyte() {
        Messages messages = new Messages(Payload.ofSize(4096), Codec.raw(), 1);
        messages.stamp(1, 7, 1);
        String one = first(messages);
        messages.stamp(1, 7, 2);
        String other = first(messages);
        for (int at = 0; at < 4096; at += 1024) {
            assertThat(one.substring(at, at + 16)).isEqualTo("7000000010000000");
            assertThat(other.substring(at, at + 16)).isEqualTo("7000000020000000");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"raw", "lines", "crlf", "length:4", "length:2le", "varint", "delimiter:;;"})
    void theNumberIsInThePayloadWhateverTheFraming(String name) {
        Messages messages = new Messages(Payload.ofSize(32), Codec.parse(name), 8);
        messages.stamp(3, 0x55, 9);
        for (int slot = 0; slot < 3; slot++) {
            long offset = (long) slot * messages.wireBytes;
            assertThat(messages.numberAt(messages.memory.segment, offset)).isEqualTo(0x55 + slot);
        }
    }

    @Test
    void whatWasGivenIsSentAsItIs() {
        Messages messages = new Messages(Payload.of("hello".getBytes(US_ASCII)), Codec.lines(), 1);
        messages.stamp(1, 9, 9);
        assertThat(first(messages)).isEqualTo("hello\n");
    }

    @Test
    void aPayloadHasBytes() {
        assertThatThrownBy(() -> Payload.ofSize(0)).hasMessageContaining("from 1 byte to 64 MiB");
    }

    private static String first(Messages messages) {
        byte[] bytes = messages.memory.segment.asSlice(0, messages.wireBytes).toArray(JAVA_BYTE);
        return new String(bytes, US_ASCII);
    }
}

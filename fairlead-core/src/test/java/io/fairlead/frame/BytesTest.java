package io.fairlead.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The searches look at words and blocks: every alignment and length must give the same answer. */
class BytesTest {
    private static final int SIZE = 80;

    @Test
    void aByteIsFoundWhereverItIsAndNowhereElse() {
        for (int at = 0; at < SIZE; at++) {
            byte[] bytes = filled((byte) '\n' + 1);
            bytes[at] = '\n';
            MemorySegment memory = MemorySegment.ofArray(bytes);
            for (int from = 0; from < SIZE; from++) {
                for (int to = from; to <= SIZE; to++) assertFound(memory, at, from, to);
            }
        }
    }

    private static void assertFound(MemorySegment memory, int at, int from, int to) {
        long expected = at >= from && at < to ? at : to;
        long found = Bytes.indexOf(memory, from, to, (byte) '\n');
        if (found != expected) assertThat(found).isEqualTo(expected);
        found = LineEnds.find(memory, 0, from, to);
        if (found != expected) assertThat(found).isEqualTo(expected);
    }

    @Test
    void crNulIsFoundWhereverItIs() {
        for (int at = 1; at < SIZE; at++) {
            // Each byte looks like a line end in the test of a whole word.
            byte[] bytes = filled(2);
            bytes[at - 1] = '\r';
            bytes[at] = 0;
            MemorySegment memory = MemorySegment.ofArray(bytes);
            for (int from = 0; from < SIZE; from++) {
                long expected = at >= from ? at : SIZE;
                assertThat(LineEnds.find(memory, 0, from, SIZE)).isEqualTo(expected);
                long ofNextLine = at > from ? at : SIZE;
                assertThat(LineEnds.find(memory, from, from, SIZE)).isEqualTo(ofNextLine);
            }
        }
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}

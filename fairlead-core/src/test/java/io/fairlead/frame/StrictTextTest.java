package io.fairlead.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrictTextTest {
    private static final long SEED = Long.getLong("fairlead.seed", 20_260_101);

    @Test
    void agreesWithTheJdkOnEverySequenceOfTwoBytesAndOnRandomOnes() {
        for (int i = 0; i < 1 << 16; i++) {
            check(new byte[] {(byte) (i >>> 8), (byte) i});
            check(new byte[] {(byte) (i >>> 8), (byte) i, (byte) 0x80});
            check(new byte[] {(byte) (i >>> 8), (byte) i, (byte) 0xbf, (byte) 0x80});
        }
        Random random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) check(noise(random));
    }

    private static byte[] noise(Random random) {
        byte[] likely = {
            0,
            'a',
            'b',
            'c',
            'd',
            'e',
            'f',
            'g',
            (byte) 0x80,
            (byte) 0xc3,
            (byte) 0xe2,
            (byte) 0xf0,
            (byte) 0x90
        };
        byte[] noise = new byte[random.nextInt(20)];
        for (int i = 0; i < noise.length; i++) noise[i] = likely[random.nextInt(likely.length)];
        return noise;
    }

    private static void check(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = UTF_8.newDecoder().decode(in, CharBuffer.allocate(40), true);
        int malformed = result.isUnderflow() ? bytes.length : in.position();
        int nul = 0;
        while (nul < malformed && bytes[nul] != 0) nul++;
        int expected = Math.min(malformed, nul);
        long at = StrictText.faultAt(MemorySegment.ofArray(bytes), 0, bytes.length);
        // Cheaper than an assertion object for each of some 300,000.
        if (at != expected) assertThat(at).as(CodecDriver.hex(bytes)).isEqualTo(expected);
    }
}

package io.fairlead.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.CodecDriver.Outcome;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged and random streams: only frames or a {@link FrameException} may come out, the bytes must
 * add up, and the chunks must make no difference. Each run has another seed; a failing one is in
 * the message and runs again with {@code -Dfairlead.seed}.
 */
class CodecFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fairlead.fuzz.rounds", 400);
    private static final long SEED = Long.getLong("fairlead.seed", System.nanoTime());

    static List<CodecCase> codecs() {
        return CodecCase.all();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void damagedStreams(CodecCase codec) {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] valid = CodecDriver.encode(codec.codec(), codec.somePayloads(random, 6));
            check(codec.codec(), damaged(valid, random), random);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void randomStreams(CodecCase codec) {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            // Mostly small numbers: as lengths they get further than the first header.
            for (int i = 0; i < noise.length; i++) if (i % 5 > 0) noise[i] &= 0x0f;
            check(codec.codec(), noise, random);
        }
    }

    private static void check(Codec codec, byte[] stream, Random random) {
        try {
            Outcome whole = CodecDriver.decode(codec, stream);
            Outcome cut = CodecDriver.decode(codec, stream, () -> 1 + random.nextInt(9));
            assertThat(cut.essence()).isEqualTo(whole.essence());
            assertThat(CodecDriver.decode(codec, stream, () -> 1).essence())
                    .isEqualTo(whole.essence());
            if (!whole.failed()) assertThat(whole.consumed()).isEqualTo(stream.length);
            checkSendable(codec, whole);
        } catch (RuntimeException | AssertionError e) {
            String stuff = CodecDriver.hex(stream);
            throw new AssertionError(codec + ", seed " + SEED + ", stream " + stuff, e);
        }
    }

    /** What was received can be sent, and comes back the same. */
    private static void checkSendable(Codec codec, Outcome received) {
        List<byte[]> payloads = received.frames().stream().map(HexFormat.of()::parseHex).toList();
        byte[] wire = CodecDriver.encode(codec, payloads);
        assertThat(CodecDriver.decode(codec, wire).frames()).isEqualTo(received.frames());
        if (!(codec instanceof LineCodec)) assertThat(wire).hasSize(received.consumed());
    }

    /** {@code valid} with a few bytes changed, dropped, doubled or added, and maybe cut short. */
    private static byte[] damaged(byte[] valid, Random random) {
        ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        int rarity = 2 + random.nextInt(40);
        for (byte value : valid) {
            int choice = random.nextInt(rarity) == 0 ? random.nextInt(5) : 5;
            switch (choice) {
                case 0 -> damaged.write(value ^ (1 << random.nextInt(8)));
                case 1 -> damaged.write(random.nextBoolean() ? 0xff : 0);
                case 2 -> damaged.writeBytes(new byte[] {value, value});
                case 3 -> damaged.writeBytes(new byte[] {value, (byte) random.nextInt()});
                case 4 -> {} // dropped
                default -> damaged.write(value);
            }
        }
        byte[] bytes = damaged.toByteArray();
        boolean cutShort = random.nextInt(4) == 0;
        return cutShort ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }
}

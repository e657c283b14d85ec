package io.fairlead.frame;

import static io.fairlead.frame.CodecDriver.decode;
import static io.fairlead.frame.CodecDriver.encode;
import static io.fairlead.frame.CodecDriver.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.CodecDriver.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every codec: the chunks a stream arrives in make no difference, and so on. */
class CodecContractTest {
    private static final long SEED = Long.getLong("fairlead.seed", 20_260_101);

    static List<CodecCase> codecs() {
        return CodecCase.all();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void framesComeBackAsTheyWereSent(CodecCase codec) {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            List<byte[]> payloads = codec.somePayloads(random, 10);
            Outcome outcome = decode(codec.codec(), encode(codec.codec(), payloads));
            assertThat(outcome.error()).as("seed %d, round %d", SEED, round).isNull();
            assertThat(outcome.frames())
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(hex(payloads));
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void oneOrTwoCutsAnywhereMakeNoDifference(CodecCase codec) {
        byte[] stream = stream(codec, 5);
        Object whole = decode(codec.codec(), stream).essence();
        for (int first = 1; first < stream.length; first++) {
            for (int second = 1; second <= stream.length - first; second++) {
                IntSupplier sizes = inTurn(first, second);
                assertThat(decode(codec.codec(), stream, sizes).essence())
                        .as("seed %d, chunks of %d, %d, the rest", SEED, first, second)
                        .isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void chunksOfOneByteMakeNoDifference(CodecCase codec) {
        byte[] stream = stream(codec, 200);
        assertThat(decode(codec.codec(), stream, () -> 1)).isEqualTo(decode(codec.codec(), stream));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void randomChunksMakeNoDifference(CodecCase codec) {
        byte[] stream = stream(codec, 50);
        Object whole = decode(codec.codec(), stream).essence();
        for (long seed = SEED; seed < SEED + 200; seed++) {
            Random random = new Random(seed);
            IntSupplier sizes = () -> 1 + random.nextInt(30);
            assertThat(decode(codec.codec(), stream, sizes).essence())
                    .as("seed %d", seed)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void moreInTheBufferThanTheLongestFrameMakesNoDifference(CodecCase codec)
            throws FrameException {
        byte[] stream = stream(codec, 50);
        List<String> whole = decode(codec.codec(), stream).frames();
        IoBuffer in = new IoBuffer(new Slab(1 << 20));
        assertThat(in.reserve(stream.length)).isTrue();
        in.put(Frame.of(stream));
        for (String expected : whole) {
            Frame frame = Objects.requireNonNull(codec.codec().decode(in));
            assertThat(hex(frame.bytes())).isEqualTo(expected);
        }
        assertThat(codec.codec().decodeEnd(in)).isNull();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aStreamThatEndsTooEarlyLosesNoFrameAndInventsNone(CodecCase codec) {
        byte[] stream = stream(codec, 8);
        Outcome whole = decode(codec.codec(), stream);
        for (int end = 0; end < stream.length; end++) {
            Outcome part = decode(codec.codec(), Arrays.copyOf(stream, end));
            int known = Math.min(part.frames().size(), whole.frames().size());
            boolean mayEndFrame = codec.codec() instanceof LineCodec;
            int same = mayEndFrame && known > 0 ? known - 1 : known;
            assertThat(part.frames().subList(0, same)).isEqualTo(whole.frames().subList(0, same));
            if (mayEndFrame) continue;
            boolean atFrameEnd = part.consumed() == end;
            assertThat(part.failed()).as("ends at %d", end).isNotEqualTo(atFrameEnd);
        }
    }

    private static byte[] stream(CodecCase codec, int frames) {
        return encode(codec.codec(), codec.somePayloads(new Random(SEED), frames));
    }

    /** These sizes, then the rest. */
    private static IntSupplier inTurn(int... sizes) {
        var left = IntStream.of(sizes).iterator();
        return () -> left.hasNext() ? left.nextInt() : Integer.MAX_VALUE;
    }
}

package io.fairlead.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The codec that docs/framing.md shows; it also takes part in {@link CodecContractTest}. */
class OwnCodecTest {
    // region: own-codec
    /** Records of a sensor: the first byte tells temperature, 5 bytes, from pressure, 9 bytes. */
    record SensorCodec() implements Codec {
        @Override
        public @Nullable Frame decode(IoBuffer in) throws FrameException {
            if (in.size() == 0) return null;
            int length =
                    switch (in.byteAt(0)) {
                        case 'T' -> 5;
                        case 'P' -> 9;
                        default -> throw new FrameException("no record starts " + in.byteAt(0));
                    };
            return in.size() < length ? null : in.take(0, length, 0);
        }

        @Override
        public int encodedBytes(Frame payload) {
            return payload.size();
        }

        @Override
        public void encode(Frame payload, IoBuffer out) {
            out.put(payload);
        }

        @Override
        public int wireBytesMax() {
            return 9;
        }
    }

    // endregion

    @Test
    void cutsRecordsByTheirType() {
        byte[] stream = {'T', 1, 2, 3, 4, 'P', 1, 2, 3, 4, 5, 6, 7, 8, 'T', 5, 6, 7, 8};
        assertThat(CodecDriver.decode(new SensorCodec(), stream, () -> 2).frames())
                .containsExactly("5401020304", "500102030405060708", "5405060708");
    }

    @Test
    void refusesAnUnknownType() {
        assertThat(CodecDriver.decode(new SensorCodec(), new byte[] {'T', 1, 2, 3, 4, 'X'}).error())
                .isEqualTo("no record starts 88");
    }
}

package io.fairlead.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.CodecDriver.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The codecs that look at no byte: fixed and raw. */
class PlainCodecsTest {
    @Test
    void fixedFramesAreOfOneSize() {
        Outcome outcome = CodecDriver.decode(Codec.fixed(2), new byte[] {1, 2, 3, 4, 5}, () -> 1);
        assertThat(outcome.frames()).containsExactly("0102", "0304");
        assertThat(outcome.error())
                .isEqualTo("stream ended inside a frame; 1 bytes of it had arrived");
    }

    @Test
    void fixedRefusesToSendAnotherSize() {
        Codec codec = Codec.fixed(2);
        assertThat(codec.encodedBytes(Frame.of("ab"))).isEqualTo(codec.wireBytesMax());
        for (String payload : List.of("", "a", "abc")) {
            assertThatThrownBy(() -> codec.encodedBytes(Frame.of(payload)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("each frame is 2 bytes");
        }
        assertThatThrownBy(() -> Codec.fixed(0)).hasMessageContaining("from 1 to");
    }

    @Test
    void rawFramesAreWhatOneReadBrought() {
        Outcome outcome = CodecDriver.decode(Codec.raw(), new byte[] {1, 2, 3}, () -> 2);
        assertThat(outcome).isEqualTo(new Outcome(List.of("0102", "03"), null, 3));
    }

    @Test
    void rawFramesKeepTheLimit() throws FrameException {
        IoBuffer in = new IoBuffer(new Slab(1 << 20));
        assertThat(in.reserve(70_000)).isTrue();
        in.put(Frame.of(new byte[70_000]));
        assertThat(Codec.raw().decode(in)).isNotNull().returns(65_536, Frame::size);
        assertThat(Codec.raw().decode(in)).isNotNull().returns(4_464, Frame::size);
        assertThat(Codec.raw().decode(in)).isNull();
        assertThat(Codec.raw().decodeEnd(in)).isNull();
        assertThat(Codec.raw().encodedBytes(Frame.of(new byte[100_000]))).isEqualTo(100_000);
    }
}

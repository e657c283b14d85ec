package io.fairlead.services;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextCodecTest {
    private static final String GRIN = "\uD83D\uDE00"; // two units in UTF-16

    private final IoBuffer in = new IoBuffer(new Slab(1 << 20));

    private void receive(byte... bytes) {
        assertThat(in.reserve(bytes.length)).isTrue();
        in.put(Frame.of(bytes));
    }

    /** The frames of {@code wire}, of which a byte comes at a time. */
    private List<String> frames(Codec codec, byte[] wire) throws FrameException {
        List<String> texts = new ArrayList<>();
        for (byte one : wire) {
            receive(one);
            for (Frame frame; (frame = codec.decode(in)) != null; ) texts.add(frame.text());
        }
        for (Frame frame; (frame = codec.decodeEnd(in)) != null; ) texts.add(frame.text());
        in.release();
        return texts;
    }

    private static byte[] encoded(Codec codec, String text) {
        IoBuffer out = new IoBuffer(new Slab(1 << 20));
        Frame frame = Frame.of(text);
        assertThat(out.reserve(codec.encodedBytes(frame))).isTrue();
        codec.encode(frame, out);
        assertThat(out.size()).isEqualTo(codec.encodedBytes(frame));
        return out.take(0, out.size(), 0).bytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-16le", "utf-16be", "utf-32le", "utf-32be", "iso-8859-1"})
    void linesGoAndComeInTheEncoding(String name) throws Exception {
        Charset charset = Charset.forName(name);
        Codec codec = TextCodec.lines(charset, 100);
        assertThat(frames(codec, "h\u00e4\r\n\n\u0a41 x\nend".getBytes(charset)))
                .containsExactly("h\u00e4", "", name.startsWith("iso") ? "? x" : "\u0a41 x", "end");
        assertThat(encoded(codec, "h\u00e4")).isEqualTo("h\u00e4\n".getBytes(charset));
    }

    @Test
    void rawTextHasNoEndAndNoHalfCharacters() throws Exception {
        Codec codec = TextCodec.raw(UTF_16LE);
        assertThat(encoded(codec, "OK")).isEqualTo("OK".getBytes(UTF_16LE));
        byte[] grin = GRIN.getBytes(UTF_16LE);
        receive("a".getBytes(UTF_16LE));
        receive(grin[0], grin[1], grin[2]);
        assertThat(text(codec.decode(in))).isEqualTo("a");
        receive(grin[3]);
        assertThat(text(codec.decode(in))).isEqualTo(GRIN);
        assertThat(in.size()).isZero();
    }

    private static String text(@Nullable Frame frame) {
        return frame == null ? "(none)" : frame.text();
    }

    @Test
    void aByteOrderMarkIsDropped() throws Exception {
        assertThat(frames(TextCodec.lines(UTF_16LE, 9), "\uFEFFa\n".getBytes(UTF_16LE)))
                .containsExactly("a");
    }

    @Test
    void whatIsWrongIsNamed() {
        Codec codec = TextCodec.lines(UTF_16LE, 4);
        assertThatThrownBy(() -> frames(codec, "abc".getBytes(UTF_16LE)))
                .hasMessage("line longer than 4 bytes");
        in.release();
        assertThatThrownBy(() -> frames(codec, new byte[] {'a', 0, 'b'}))
                .hasMessageContaining("ended inside a character: UTF-16LE has 2 bytes");
        assertThatThrownBy(() -> codec.encodedBytes(Frame.of("abc")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8 bytes in UTF-16LE; a line has at most 4");
        assertThatThrownBy(() -> codec.encodedBytes(Frame.of("a\n")))
                .hasMessageContaining("contains a line end");
        assertThatThrownBy(() -> TextCodec.raw(UTF_8))
                .hasMessageContaining("UTF-8 is none of utf-16le");
        assertThatThrownBy(() -> TextCodec.raw(Charset.forName("UTF-16")))
                .hasMessageContaining("UTF-16 is none of utf-16le");
    }

    @Test
    void aWorkerProcessGetsTheSame() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(TextCodec.lines(UTF_16LE, 100));
        }
        try (ObjectInputStream written =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Codec copy = (Codec) written.readObject();
            assertThat(encoded(copy, "x")).isEqualTo("x\n".getBytes(UTF_16LE));
        }
    }
}

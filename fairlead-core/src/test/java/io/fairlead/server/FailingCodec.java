package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines, of which some make the codec fail: {@code "decode StackOverflowError"} is a line whose
 * {@code decode} throws that. The first word says where, the second what.
 */
record FailingCodec() implements Codec, Serializable {
    private static final Codec LINES = Codec.lines();

    /** Where it fails when it is told to; those after the third are wrong and throw nothing. */
    static final List<String> PLACES =
            List.of(
                    "checkBeginning",
                    "decode",
                    "decodeEnd",
                    "encodedBytes",
                    "encode",
                    "takesNothing",
                    "takesTooMuch",
                    "countsBelowZero",
                    "writesLess",
                    "writesMore",
                    "drains");

    private static void fail(String text, String where) {
        if (!text.startsWith(where + " ")) return;
        switch (text.substring(where.length() + 1)) {
            case "IndexOutOfBounds" -> throw new IndexOutOfBoundsException("a fault of the codec");
            case "StackOverflowError" -> overflow(1);
            case "AssertionError" -> throw new AssertionError("a fault of the codec");
            default -> {}
        }
    }

    @SuppressWarnings("InfiniteRecursion") // for that it is here
    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    private static String textOf(IoBuffer in) {
        byte[] bytes = new byte[in.size()];
        for (int i = 0; i < bytes.length; i++) bytes[i] = in.byteAt(i);
        return new String(bytes, UTF_8).strip();
    }

    @Override
    public void checkBeginning(IoBuffer in) {
        fail(textOf(in), "checkBeginning");
    }

    @Override
    public @Nullable Frame decode(IoBuffer in) throws FrameException {
        String text = textOf(in);
        if (text.startsWith("takesNothing")) return Frame.of("for ever");
        if (text.startsWith("takesTooMuch")) return in.take(0, in.size() + 1, 0);
        Frame frame = LINES.decode(in);
        if (frame != null) fail(frame.text(), "decode");
        return frame;
    }

    @Override
    public @Nullable Frame decodeEnd(IoBuffer in) throws FrameException {
        fail(textOf(in), "decodeEnd");
        return LINES.decodeEnd(in);
    }

    @Override
    public int encodedBytes(Frame payload) {
        fail(payload.text(), "encodedBytes");
        if (payload.text().startsWith("countsBelowZero")) return -1;
        return LINES.encodedBytes(payload);
    }

    @Override
    public void encode(Frame payload, IoBuffer out) {
        String text = payload.text();
        if (text.startsWith("encode ")) out.put((byte) '<');
        fail(text, "encode");
        if (text.startsWith("drains")) {
            out.drain(out.size());
        } else if (text.startsWith("writesLess")) {
            out.put((byte) '<');
        } else {
            LINES.encode(payload, out);
            if (text.startsWith("writesMore")) out.put((byte) '>');
        }
    }

    @Override
    public int wireBytesMax() {
        return LINES.wireBytesMax();
    }
}

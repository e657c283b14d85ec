package io.fairlead.cli.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import java.util.List;
import java.util.Locale;

/** The shell command that prints a greeting as a codec wants it. */
final class Hello {
    private static final List<String> TEXTS = List.of("hello", "hell", "hel", "he", "h", "x");
    private static final int IN_FULL_MAX = 64;
    private static final int FRAME_BYTES_MAX = 64 * 1024 * 1024;

    private Hello() {}

    /** With printf(1): {@code printf '\000\000\000\005hello'}. */
    static String command(Codec codec) {
        for (String text : TEXTS) {
            Frame frame = Frame.of(text);
            if (isTaken(codec, frame)) return "printf '" + escaped(encoded(codec, frame)) + "'";
        }
        return ofLength(codec.wireBytesMax()); // frames of one length
    }

    private static String ofLength(int bytes) {
        if (bytes > IN_FULL_MAX) return String.format(Locale.ROOT, "printf '%%0%dd' 0", bytes);
        return "printf '" + ("hello" + ".".repeat(bytes)).substring(0, bytes) + "'";
    }

    private static boolean isTaken(Codec codec, Frame text) {
        IoBuffer wire = new IoBuffer(new Slab(FRAME_BYTES_MAX));
        try {
            encode(codec, text, wire);
            Frame back = codec.decode(wire);
            return back != null && back.contentEquals(text) && wire.size() == 0;
        } catch (FrameException | IllegalArgumentException refused) {
            return false;
        }
    }

    private static byte[] encoded(Codec codec, Frame text) {
        IoBuffer wire = new IoBuffer(new Slab(FRAME_BYTES_MAX));
        encode(codec, text, wire);
        return wire.take(0, wire.size(), 0).bytes();
    }

    private static void encode(Codec codec, Frame text, IoBuffer wire) {
        if (!wire.reserve(codec.encodedBytes(text))) throw new IllegalArgumentException("too long");
        codec.encode(text, wire);
    }

    private static String escaped(byte[] bytes) {
        StringBuilder shown = new StringBuilder();
        for (char c : new String(bytes, ISO_8859_1).toCharArray()) {
            if (c == '\n') {
                shown.append("\\n");
            } else if (c < ' ' || c > '~' || "'%\\".indexOf(c) >= 0) {
                shown.append(String.format(Locale.ROOT, "\\%03o", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }
}

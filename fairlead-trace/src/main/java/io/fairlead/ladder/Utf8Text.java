package io.fairlead.ladder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.text.Printable;
import io.fairlead.packet.Octets;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/**
 * Bytes of one direction as text: valid UTF-8 stays, a line ends in LF whether CR came before it or
 * not, and all else is made visible. What is incomplete waits for the next bytes. For one thread.
 */
final class Utf8Text {
    private final CharsetDecoder decoder = UTF_8.newDecoder(); // which reports what it cannot read
    private byte[] waiting = {};
    private boolean afterCr;

    /** What to show for bytes, some of which may wait. */
    String take(Octets octets) {
        ByteBuffer bytes = ByteBuffer.allocate(waiting.length + octets.length());
        bytes.put(waiting).put(octets.buffer()).flip();
        StringBuilder shown = new StringBuilder(bytes.remaining());
        decode(bytes, shown, false);
        waiting = new byte[bytes.remaining()];
        bytes.get(waiting);
        return shown.toString();
    }

    /** What to show for what waited in vain. */
    String end() {
        StringBuilder shown = new StringBuilder();
        decode(ByteBuffer.wrap(waiting), shown, true);
        flushCr(shown);
        waiting = new byte[0];
        return shown.toString();
    }

    private void decode(ByteBuffer bytes, StringBuilder shown, boolean last) {
        CharBuffer chars = CharBuffer.allocate(bytes.remaining() + 1);
        while (true) {
            CoderResult result = decoder.reset().decode(bytes, chars.clear(), last);
            chars.flip().codePoints().forEach(point -> append(shown, point));
            if (!result.isError()) return;
            flushCr(shown);
            for (int i = 0; i < result.length(); i++) {
                shown.append(String.format("\\x%02x", bytes.get() & 0xff));
            }
        }
    }

    private void append(StringBuilder shown, int point) {
        if (point == '\n') {
            afterCr = false;
            shown.append('\n');
            return;
        }
        flushCr(shown);
        switch (point) {
            case '\r' -> afterCr = true;
            case '\t' -> shown.append('\t');
            default -> shown.append(Printable.of(Character.toString(point)));
        }
    }

    private void flushCr(StringBuilder shown) {
        if (afterCr) shown.append("\\r");
        afterCr = false;
    }
}

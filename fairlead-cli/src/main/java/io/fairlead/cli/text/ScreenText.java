package io.fairlead.cli.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/**
 * A peer's bytes as text for a screen: valid UTF-8, or text in another encoding, stays, all else is
 * made visible ({@link Escapes}), and the commands of telnet are left out. CR LF becomes LF.
 *
 * <p>What is incomplete at the end of a call waits for the next. For one thread.
 */
public final class ScreenText {
    private static final int CHUNK_BYTES = 8 * 1024;

    private final @Nullable TelnetCommands telnet;
    private final CharsetDecoder decoder;
    private final ByteBuffer waiting = ByteBuffer.allocate(CHUNK_BYTES);
    private final CharBuffer chars = CharBuffer.allocate(CHUNK_BYTES);
    private boolean afterCr;

    /** Text in UTF-8. */
    public ScreenText() {
        this(UTF_8);
    }

    /**
     * Text in another encoding, in which the commands of telnet could be letters: they are not
     * looked for.
     */
    public ScreenText(Charset encoding) {
        telnet = encoding.equals(UTF_8) ? new TelnetCommands() : null;
        decoder =
                encoding.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** What to show for {@code bytes}, all of which are taken. */
    public String show(ByteBuffer bytes) {
        StringBuilder shown = new StringBuilder(bytes.remaining() + 16);
        while (bytes.hasRemaining()) {
            if (telnet != null) {
                telnet.strip(bytes, waiting);
            } else {
                move(bytes);
            }
            decode(shown, false);
        }
        return shown.toString();
    }

    /** What to show for what waited in vain for more. */
    public String end() {
        StringBuilder shown = new StringBuilder();
        decode(shown, true);
        decoder.reset();
        if (afterCr) Escapes.append(shown, '\r');
        afterCr = false;
        return shown.toString();
    }

    private void move(ByteBuffer bytes) {
        int count = Math.min(bytes.remaining(), waiting.remaining());
        waiting.put(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
    }

    private void decode(StringBuilder shown, boolean last) {
        waiting.flip();
        while (true) {
            CoderResult result = decoder.decode(waiting, chars.clear(), last);
            chars.flip().codePoints().forEach(point -> append(shown, point));
            if (result.isUnderflow()) break;
            if (result.isError()) appendBytes(shown, result.length());
        }
        waiting.compact();
    }

    private void appendBytes(StringBuilder shown, int count) {
        flushCr(shown);
        for (int i = 0; i < count; i++) Escapes.appendByte(shown, waiting.get());
    }

    private void append(StringBuilder shown, int point) {
        if (point == '\n') {
            afterCr = false;
        } else {
            flushCr(shown);
        }
        if (point == '\r') {
            afterCr = true;
        } else {
            Escapes.appendToLines(shown, point);
        }
    }

    private void flushCr(StringBuilder shown) {
        if (afterCr) Escapes.append(shown, '\r');
        afterCr = false;
    }
}

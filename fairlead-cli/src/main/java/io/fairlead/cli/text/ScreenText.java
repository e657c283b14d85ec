package io.fairlead.cli.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * A peer's bytes as text for a screen: valid UTF-8 stays, all else is made visible ({@link
 * Escapes}), and the commands of telnet are left out. CR LF becomes LF.
 *
 * <p>What is incomplete at the end of a call waits for the next. For one thread.
 */
public final class ScreenText {
    private static final int CHUNK_BYTES = 8 * 1024;

    private final TelnetCommands telnet = new TelnetCommands();
    private final CharsetDecoder decoder =
            UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer waiting = ByteBuffer.allocate(CHUNK_BYTES);
    private final CharBuffer chars = CharBuffer.allocate(CHUNK_BYTES);
    private boolean afterCr;

    /** What to show for {@code bytes}, all of which are taken. */
    public String show(ByteBuffer bytes) {
        StringBuilder shown = new StringBuilder(bytes.remaining() + 16);
        while (bytes.hasRemaining()) {
            telnet.strip(bytes, waiting);
            decode(shown, false);
        }
        return shown.toString();
    }

    /** What to show for what waited in vain for more. */
    public String end() {
        StringBuilder shown = new StringBuilder();
        decode(shown, true);
        if (afterCr) Escapes.append(shown, '\r');
        afterCr = false;
        return shown.toString();
    }

    private void decode(StringBuilder shown, boolean last) {
        waiting.flip();
        while (true) {
            CoderResult result = decoder.reset().decode(waiting, chars.clear(), last);
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

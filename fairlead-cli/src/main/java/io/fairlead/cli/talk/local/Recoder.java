package io.fairlead.cli.talk.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Text in UTF-8, as it is typed, in the encoding that a peer wants. A character that is incomplete
 * at the end of a call waits for the next. For one thread.
 */
public final class Recoder {
    private final Charset wanted;
    private final CharsetDecoder decoder =
            UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharsetEncoder encoder;
    private byte[] waiting = {};

    /**
     * @param wanted the encoding of what {@link #recode} returns
     */
    public Recoder(Charset wanted) {
        this.wanted = wanted;
        encoder =
                wanted.newEncoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /**
     * The same text in the wanted encoding.
     *
     * @param utf8 the next part of the text; all of it is taken
     * @param last whether the text ends here, and another one may begin
     * @throws CommandException if it is not UTF-8, or has a character that the encoding lacks
     */
    public ByteBuffer recode(ByteBuffer utf8, boolean last) throws CommandException {
        if (wanted.equals(UTF_8)) return utf8;
        ByteBuffer bytes = ByteBuffer.allocate(waiting.length + utf8.remaining());
        bytes.put(waiting).put(utf8).flip();
        CharBuffer chars = CharBuffer.allocate(bytes.remaining()); // never more than bytes
        CoderResult decoded = decoder.decode(bytes, chars, last);
        if (decoded.isError()) throw notUtf8(bytes, decoded.length());
        waiting = new byte[bytes.remaining()];
        bytes.get(waiting);
        ByteBuffer out = encode(chars.flip(), last);
        if (last) decoder.reset();
        return out;
    }

    private ByteBuffer encode(CharBuffer chars, boolean last) throws CommandException {
        int most = (int) Math.ceil(chars.remaining() * (double) encoder.maxBytesPerChar());
        ByteBuffer out = ByteBuffer.allocate(most + (int) Math.ceil(encoder.maxBytesPerChar()));
        CoderResult encoded = encoder.encode(chars, out, last);
        if (encoded.isError()) throw lacks(Character.codePointAt(chars, 0));
        if (last) {
            encoder.flush(out);
            encoder.reset();
        }
        return out.flip();
    }

    private static CommandException notUtf8(ByteBuffer bytes, int count) {
        byte[] wrong = new byte[count];
        bytes.get(wrong);
        return new CommandException(
                ExitCode.FAILED,
                "--encoding: the input is not UTF-8: bytes "
                        + HexFormat.ofDelimiter(" ").formatHex(wrong)
                        + "; leave --encoding out to send bytes as they are");
    }

    private CommandException lacks(int point) {
        return new CommandException(
                ExitCode.FAILED,
                String.format(
                        Locale.ROOT,
                        "--encoding: %s has no character %s (U+%04X)",
                        wanted.name(),
                        Character.toString(point),
                        point));
    }
}

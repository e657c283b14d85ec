package io.fairlead.frame;

import static io.fairlead.frame.LineEnds.CR;
import static io.fairlead.frame.LineEnds.LF;
import static io.fairlead.frame.LineEnds.NUL;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Frames are lines: what comes before a line end.
 *
 * <p>The rule: LF ends a line, and a CR right before it is dropped; CR NUL ends a line (a bare
 * carriage return in telnet, RFC 854); any other CR is data, and so is any other NUL. A CR that is
 * the last byte so far waits for the next one. At the end of the stream an unfinished last line is
 * a line, and a CR that ends it is dropped, as a line end of which only half came.
 *
 * <p>Writes LF after each line, or CR LF after {@link #crlf}; a line whose last byte is CR always
 * gets CR LF, for its own CR would be dropped otherwise. So what was received can always be sent.
 *
 * <p>Immutable and safe for any thread. Made by {@link Codec#lines}.
 */
public final class LineCodec implements Codec, Serializable {
    private static final long serialVersionUID = 1;

    private static final int END_BYTES_MAX = 2;
    private static final byte IAC = (byte) 255; // what each command of telnet begins with

    private final int bytesMax;
    private final boolean crlf;
    private final boolean strictText;
    private final boolean refusesForeign;
    private final boolean telnet;

    LineCodec(int bytesMax) {
        this(FrameLimit.checked(bytesMax), false, false, false, false);
    }

    private LineCodec(
            int bytesMax,
            boolean crlf,
            boolean strictText,
            boolean refusesForeign,
            boolean telnet) {
        this.bytesMax = bytesMax;
        this.crlf = crlf;
        this.strictText = strictText;
        this.refusesForeign = refusesForeign;
        this.telnet = telnet;
    }

    /** This codec, but writing CR LF after each line, as SMTP, IRC and telnet ask for. */
    public LineCodec crlf() {
        return new LineCodec(bytesMax, true, strictText, refusesForeign, telnet);
    }

    /**
     * This codec, but a line that holds NUL or is malformed UTF-8 (RFC 3629) is a {@link
     * FrameException} when received, and refused by {@link #encodedBytes} when sent.
     */
    public LineCodec strictText() {
        return new LineCodec(bytesMax, crlf, true, refusesForeign, telnet);
    }

    /**
     * This codec, but a stream that begins as a TLS handshake (RFC 8446) or with the first line of
     * an HTTP request (RFC 9112) is a {@link FrameException} that says so. For services with
     * clients of their own: a web page can have a browser send lines of its choice to a port of
     * this machine.
     */
    public LineCodec refuseForeign() {
        return new LineCodec(bytesMax, crlf, strictText, true, telnet);
    }

    /**
     * This codec, but the commands that telnet sends amid the text (RFC 854: a byte 255, and what
     * follows it) are taken out of a line that is received, and none of them is answered: each
     * option stays as it is at the beginning. Until then they count for the limit. For text, in
     * which no byte is 255: a line that is received holds none, what is sent is sent as it is.
     */
    public LineCodec telnet() {
        return new LineCodec(bytesMax, crlf, strictText, refusesForeign, true);
    }

    @Override
    public void checkBeginning(IoBuffer in) throws FrameException {
        if (refusesForeign) ForeignProtocol.check(in);
    }

    /**
     * {@inheritDoc}
     *
     * @throws FrameException if the line is longer than the limit: as soon as its first byte above
     *     the limit is here; with {@link #strictText}, also if the line is not text
     */
    @Override
    public @Nullable Frame decode(IoBuffer in) throws FrameException {
        int size = in.size();
        if (size == in.scanned()) return null;
        int searched = Math.min(size, wireBytesMax());
        int end = find(in, searched);
        boolean commands = telnet && end < searched && !in.isPlain(end, IAC);
        if (commands) end = beyondCommands(in, end, searched);
        if (end == searched) {
            checkUnfinished(in);
            in.scannedTo(size);
            return null;
        }
        int length = end > 0 && in.byteAt(end - 1) == CR ? end - 1 : end;
        return takeLine(in, length, end + 1 - length, commands);
    }

    /** {@inheritDoc} An unfinished last line is a line. */
    @Override
    public @Nullable Frame decodeEnd(IoBuffer in) throws FrameException {
        Frame line = decode(in);
        int size = in.size();
        if (line != null || size == 0) return line;
        int length = in.byteAt(size - 1) == CR ? size - 1 : size;
        return takeLine(in, length, size - length, telnet);
    }

    private static int find(IoBuffer in, int searched) {
        long start = in.start();
        long from = start + in.scanned();
        return (int) (LineEnds.find(in.backing(), start, from, start + searched) - start);
    }

    private static int beyondCommands(IoBuffer in, int end, int searched) {
        long start = in.start();
        return (int) (TelnetText.endOf(in.backing(), start, start + end, start + searched) - start);
    }

    private Frame takeLine(IoBuffer in, int length, int endBytes, boolean commands)
            throws FrameException {
        if (length > bytesMax) throw tooLong();
        int text = commands ? TelnetText.strip(in.backing(), in.start(), length) : length;
        if (strictText) {
            int at = notTextAt(in.backing(), in.start(), text);
            if (at < text) {
                throw new FrameException("line is not text: " + fault(in.byteAt(at), at));
            }
        }
        return in.take(0, text, length - text + endBytes);
    }

    private void checkUnfinished(IoBuffer in) throws FrameException {
        int size = in.size();
        if (size <= bytesMax) return;
        boolean mayEnd = size == bytesMax + 1 && in.byteAt(bytesMax) == CR;
        if (!mayEnd) throw tooLong();
    }

    private FrameException tooLong() {
        return new FrameException("line longer than " + bytesMax + " bytes");
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the payload is longer than the limit or holds a line end;
     *     with {@link #strictText}, also if it is not text
     */
    @Override
    public int encodedBytes(Frame payload) {
        int size = FrameLimit.sizeOf(payload, bytesMax);
        long start = payload.start();
        long end = LineEnds.find(payload.backing(), start, start, start + size);
        if (end < start + size) throw holdsEnd(payload, (int) (end - start));
        if (strictText) {
            int at = notTextAt(payload.backing(), start, size);
            if (at < size) {
                throw new IllegalArgumentException(
                        "the payload is not text: " + fault(payload.byteAt(at), at));
            }
        }
        return writesCr(payload) ? size + 2 : size + 1;
    }

    @Override
    public void encode(Frame payload, IoBuffer out) {
        out.put(payload);
        if (writesCr(payload)) out.put(CR);
        out.put(LF);
    }

    private boolean writesCr(Frame payload) {
        int size = payload.size();
        return crlf || (size > 0 && payload.byteAt(size - 1) == CR);
    }

    private static IllegalArgumentException holdsEnd(Frame payload, int at) {
        boolean lf = payload.byteAt(at) == LF;
        return new IllegalArgumentException(
                "the payload contains a line end, "
                        + (lf ? "LF at offset " + at : "CR NUL at offset " + (at - 1))
                        + ": send one frame per line, without the line end");
    }

    private static int notTextAt(MemorySegment memory, long start, int length) {
        return (int) (StrictText.faultAt(memory, start, start + length) - start);
    }

    private static String fault(byte value, int at) {
        return (value == NUL ? "NUL" : "malformed UTF-8") + " at offset " + at;
    }

    @Override
    public int wireBytesMax() {
        return bytesMax + END_BYTES_MAX;
    }

    /** The name that {@link Codec#parse} understands. */
    @Override
    public String toString() {
        String plain = crlf ? "crlf" : "lines";
        String strict = crlf ? "text-crlf" : "text";
        return (strictText ? strict : plain) + ":" + bytesMax;
    }
}

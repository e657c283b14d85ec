package io.fairlead.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Pattern;

/**
 * Knows by the first bytes of a stream the two protocols that end at a port of plain lines by
 * mistake: TLS, and HTTP. A browser's request could also be aimed there by a page that it shows,
 * whose text would be taken for lines.
 */
final class ForeignProtocol {
    private static final byte TLS_HANDSHAKE = 22; // RFC 8446 section 5.1
    private static final byte TLS_MAJOR = 3;

    /** RFC 9112 section 3; also the preface of RFC 9113 section 3.4. */
    private static final Pattern REQUEST_LINE =
            Pattern.compile("[A-Z]{3,16} [^ ]+ HTTP/[0-9](\\.[0-9])?\r?");

    private static final int REQUEST_LINE_BYTES_MAX = 2_048;

    private ForeignProtocol() {}

    /**
     * Looks at a stream from its first byte on.
     *
     * @throws FrameException if it begins as one of the two
     */
    static void check(IoBuffer in) throws FrameException {
        int size = in.size();
        if (size < 2) return;
        if (in.byteAt(0) == TLS_HANDSHAKE && in.byteAt(1) == TLS_MAJOR) {
            throw new FrameException("this is a TLS handshake, but the server expects plain lines");
        }
        if (in.byteAt(0) < 'A' || in.byteAt(0) > 'Z') return;
        int end = lineEnd(in, Math.min(size, REQUEST_LINE_BYTES_MAX));
        if (end >= 0 && REQUEST_LINE.matcher(text(in, end)).matches()) {
            throw new FrameException("this is an HTTP request, but the server expects plain lines");
        }
    }

    private static int lineEnd(IoBuffer in, int before) {
        for (int i = 0; i < before; i++) {
            if (in.byteAt(i) == LineEnds.LF) return i;
        }
        return -1;
    }

    private static String text(IoBuffer in, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = in.byteAt(i);
        return new String(bytes, ISO_8859_1);
    }
}

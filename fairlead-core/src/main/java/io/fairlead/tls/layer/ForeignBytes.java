package io.fairlead.tls.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.frame.IoBuffer;
import javax.net.ssl.SSLException;

/** Says what comes where TLS was to come. */
final class ForeignBytes {
    private static final int SHOWN = 16;

    private ForeignBytes() {}

    static SSLException refused(IoBuffer in) {
        byte[] first = in.bytes(0, Math.min(in.size(), SHOWN));
        String text = new String(first, ISO_8859_1);
        String words = text.lines().findFirst().orElse("");
        boolean readable = !words.isEmpty() && words.chars().allMatch(c -> c >= ' ' && c <= '~');
        return new SSLException(
                readable
                        ? "the other end speaks plain text, not TLS: its first bytes are \""
                                + words
                                + "\"; use tcp:// at this end, or tls:// at the other"
                        : "the other end does not speak TLS: its first byte is "
                                + (first[0] & 255));
    }
}

package io.fairlead.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads one header as its bytes come, and not one byte that is behind it. Not thread-safe.
 *
 * <pre>{@code
 * while (reader.missing() > 0) reader.add(whatComes);
 * ProxyHeader header = reader.header();
 * }</pre>
 */
public final class ProxyHeaderReader {
    private static final int FIRST_BYTES = 256;
    private static final int SHOWN = 8;
    private static final byte TLS_HANDSHAKE = 22; // the content type of RFC 8446 section 5.1

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;
    private int missing = VersionOne.BYTES_MIN;
    private @Nullable ProxyHeader header;

    /** Nothing has come yet. */
    public ProxyHeaderReader() {}

    /** Bytes that surely belong to the header and have not come: a read may ask for so many. */
    public int missing() {
        return missing;
    }

    /** True if nothing has come. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The header; null until {@link #missing} is 0. */
    public @Nullable ProxyHeader header() {
        return header;
    }

    /**
     * Takes what belongs to the header, and leaves the rest.
     *
     * @throws ProxyHeaderException if there is no header: what came says so already
     */
    public void add(ByteBuffer from) throws ProxyHeaderException {
        while (missing > 0 && from.hasRemaining()) {
            int count = Math.min(missing, from.remaining());
            if (size + count > bytes.length) bytes = Arrays.copyOf(bytes, size + missing);
            from.get(bytes, size, count);
            size += count;
            missing = missingNow();
        }
    }

    private int missingNow() throws ProxyHeaderException {
        boolean isOne = begins(VersionOne.BEGIN);
        if (!isOne && !begins(VersionTwo.BEGIN)) throw foreign();
        int count = isOne ? VersionOne.missing(bytes, size) : VersionTwo.missing(bytes, size);
        if (count > 0) return count;
        byte[] whole = Arrays.copyOf(bytes, size);
        header = isOne ? VersionOne.read(whole) : VersionTwo.read(whole);
        return 0;
    }

    private boolean begins(byte[] with) {
        int count = Math.min(size, with.length);
        return Arrays.equals(bytes, 0, count, with, 0, count);
    }

    private ProxyHeaderException foreign() {
        return new ProxyHeaderException(
                "there is no PROXY header: the first bytes are "
                        + whatCame()
                        + "; have the proxy send one (send-proxy of HAProxy, proxy_protocol of"
                        + " nginx), or do not ask for it here");
    }

    private String whatCame() {
        if (bytes[0] == TLS_HANDSHAKE) return "those of a TLS handshake";
        String text = new String(bytes, 0, size, ISO_8859_1);
        String words = text.lines().findFirst().orElse("");
        boolean readable = !words.isEmpty() && words.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (readable) return "\"" + words + "\"";
        return HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(size, SHOWN)) + " in hex";
    }
}

package io.fairlead.tls.key;

import java.util.Map;

/** One block of PEM text, RFC 7468; not a record, since its bytes must not be in a toString. */
final class PemBlock {
    private final String label;
    private final int line;
    private final Map<String, String> headers;
    private final byte[] bytes;

    /**
     * @param label what is between BEGIN and the dashes
     * @param line where it begins, counted from 1
     * @param headers lines such as {@code DEK-Info: ...} of RFC 1421, by their names
     * @param bytes what the text stands for
     */
    PemBlock(String label, int line, Map<String, String> headers, byte... bytes) {
        this.label = label;
        this.line = line;
        this.headers = headers;
        this.bytes = bytes;
    }

    String label() {
        return label;
    }

    int line() {
        return line;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] bytes() {
        return bytes;
    }

    PemKind kind() {
        return PemKind.of(label);
    }
}

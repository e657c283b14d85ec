package io.fairlead.tls.layer;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of a public key, as people write it down. */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Pin(byte[] digest) {
    private static final int BYTES = 32;

    /**
     * Reads {@code sha256:} and hexadecimal digits, or {@code sha256/} and Base64 (as curl has it
     * with two slashes).
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Pin parse(String text) {
        byte[] digest = new byte[0];
        try {
            if (text.startsWith("sha256:")) {
                String digits = text.substring("sha256:".length()).replace(":", "");
                digest = HexFormat.of().parseHex(digits);
            } else if (text.startsWith("sha256/")) {
                String letters = text.substring("sha256/".length()).replaceFirst("^/", "");
                digest = Base64.getDecoder().decode(letters);
            }
        } catch (IllegalArgumentException e) {
            throw fault(text, e);
        }
        if (digest.length != BYTES) throw fault(text, null);
        return new Pin(digest);
    }

    private static IllegalArgumentException fault(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no pin: write sha256: and 64 hexadecimal digits", cause);
    }

    boolean fits(byte[] other) {
        return MessageDigest.isEqual(digest, other);
    }
}

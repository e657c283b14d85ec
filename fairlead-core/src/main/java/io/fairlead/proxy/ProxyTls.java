package io.fairlead.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a client's connection to a proxy is protected, by what the proxy says of it.
 *
 * @param protocol the version, as {@code TLSv1.3}; null if it is not told
 * @param cipherSuite such as TLS_AES_128_GCM_SHA256; null if it is not told
 * @param commonName whose certificate the client has shown (CN); null if it is not told
 * @param isCertified true if the client has shown a certificate, and the proxy has verified it
 */
public record ProxyTls(
        @Nullable String protocol,
        @Nullable String cipherSuite,
        @Nullable String commonName,
        boolean isCertified) {
    private static final int PROTECTED = 0x01;
    private static final int SHOWN = 0x02 | 0x04; // on this connection, or one of its session
    private static final int PROTOCOL = 0x21;
    private static final int COMMON_NAME = 0x22;
    private static final int CIPHER_SUITE = 0x23;
    private static final int BYTES_MIN = 5;

    /** Null if the connection is not protected, or what is said of it makes no sense. */
    static @Nullable ProxyTls read(byte[] value) {
        if (value.length < BYTES_MIN || (value[0] & PROTECTED) == 0) return null;
        ByteBuffer from = ByteBuffer.wrap(value);
        int client = from.get();
        boolean isVerified = from.getInt() == 0;
        Map<Integer, byte[]> all = VersionTwo.values(from);
        if (all == null) return null;
        return new ProxyTls(
                text(all.get(PROTOCOL)),
                text(all.get(CIPHER_SUITE)),
                text(all.get(COMMON_NAME)),
                isVerified && (client & SHOWN) != 0);
    }

    private static @Nullable String text(byte @Nullable [] value) {
        return value == null ? null : new String(value, UTF_8);
    }
}

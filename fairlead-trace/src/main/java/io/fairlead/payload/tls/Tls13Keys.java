package io.fairlead.payload.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.packet.Octets;
import io.fairlead.packet.tls.TlsRecord;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Those of TLS 1.3 (RFC 8446 section 5.2). */
final class Tls13Keys implements RecordKeys {
    /** What a suite works with. */
    private record Suite(String hash, int hashBytes, boolean gcm, int keyBytes) {}

    private final Suite suite;
    private final byte[] secret;
    private final Aead aead;
    private final byte[] iv;
    private long number; // of the next record

    private Tls13Keys(Suite suite, byte[] secret) throws GeneralSecurityException {
        this.suite = suite;
        this.secret = secret;
        aead = new Aead(suite.gcm, expand("key", suite.keyBytes));
        iv = expand("iv", Aead.NONCE_BYTES);
    }

    /** Those of a traffic secret; null if the suite, or the secret's length, is none. */
    static @Nullable Tls13Keys of(int suite, byte[] secret) {
        Suite known =
                switch (suite) {
                    case 0x1301 -> new Suite("SHA256", 32, true, 16);
                    case 0x1302 -> new Suite("SHA384", 48, true, 32);
                    case 0x1303 -> new Suite("SHA256", 32, false, 32);
                    default -> null;
                };
        return known == null || secret.length != known.hashBytes ? null : of(known, secret);
    }

    private static Tls13Keys of(Suite suite, byte[] secret) {
        try {
            return new Tls13Keys(suite, secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 25 has these", e);
        }
    }

    /** Those after a KeyUpdate (RFC 8446 section 7.2). */
    Tls13Keys next() {
        try {
            return new Tls13Keys(suite, expand("traffic upd", suite.hashBytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 25 has these", e);
        }
    }

    /** HKDF-Expand-Label with an empty context (RFC 8446 section 7.1). */
    private byte[] expand(String label, int bytes) throws GeneralSecurityException {
        byte[] full = ("tls13 " + label).getBytes(US_ASCII);
        ByteBuffer info = ByteBuffer.allocate(2 + 1 + full.length + 1);
        info.putShort((short) bytes).put((byte) full.length).put(full).put((byte) 0);
        SecretKeySpec from = new SecretKeySpec(secret, "HKDF");
        return KDF.getInstance("HKDF-" + suite.hash)
                .deriveData(HKDFParameterSpec.expandOnly(from, info.array(), bytes));
    }

    /** The number of the record that is awaited. */
    long number() {
        return number;
    }

    @Override
    public @Nullable Opened open(TlsRecord record) {
        byte[] about = record.header().toArray();
        byte[] plain = aead.open(Aead.nonce(iv, number), about, record.body().toArray());
        if (plain == null) return null;
        number++;
        return inner(plain);
    }

    /** The content, its type, and zeros (RFC 8446 section 5.4). */
    private static Opened inner(byte[] plain) {
        int last = plain.length - 1;
        while (last > 0 && plain[last] == 0) last--;
        int type = last < 0 ? 0 : plain[last];
        return new Opened(type, Octets.of(plain).atMost(last));
    }
}

package io.fairlead.payload.tls;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Opens what an AEAD cipher has sealed (RFC 5116): AES-GCM, or ChaCha20-Poly1305. */
final class Aead {
    static final int TAG_BYTES = 16;
    static final int NONCE_BYTES = 12;

    private final boolean gcm;
    private final SecretKeySpec key;

    Aead(boolean gcm, byte[] key) {
        this.gcm = gcm;
        this.key = new SecretKeySpec(key, gcm ? "AES" : "ChaCha20");
    }

    /** The nonce of a record: its number, mixed with what all have in common (RFC 8446, 5.3). */
    static byte[] nonce(byte[] iv, long number) {
        byte[] nonce = iv.clone();
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[NONCE_BYTES - 1 - i] ^= (byte) (number >>> (Byte.SIZE * i));
        }
        return nonce;
    }

    /**
     * The plain text; null if it is not what was sealed with this key.
     *
     * @param about what is not sealed, and must be as it was
     */
    byte @Nullable [] open(byte[] nonce, byte[] about, byte[] sealed) {
        AlgorithmParameterSpec parameters =
                gcm
                        ? new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce)
                        : new IvParameterSpec(nonce);
        try {
            Cipher cipher = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
            cipher.init(Cipher.DECRYPT_MODE, key, parameters);
            cipher.updateAAD(about);
            return cipher.doFinal(sealed);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }
}

package io.fairlead.payload.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.packet.Octets;
import io.fairlead.packet.tls.TlsNames;
import io.fairlead.packet.tls.TlsRecord;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Those of TLS 1.2 with AES-GCM (RFC 5288) or ChaCha20-Poly1305 (RFC 7905). */
final class Tls12Keys implements RecordKeys {
    private static final int EXPLICIT_BYTES = 8; // of a nonce of GCM, in each record
    private static final int MASTER_BYTES = 48;

    private final boolean gcm;
    private final Aead aead;
    private final byte[] iv;
    private long number; // of the next record

    private Tls12Keys(boolean gcm, byte[] key, byte[] iv) {
        this.gcm = gcm;
        aead = new Aead(gcm, key);
        this.iv = iv;
    }

    /**
     * Those of a master secret; null if the suite, or the secret's length, is none.
     *
     * @param randoms the server's and the client's
     */
    static @Nullable Tls12Keys of(int suite, byte[] master, byte[] randoms, boolean ofClient) {
        String name = TlsNames.suite(suite);
        boolean gcm = name.contains("_GCM_");
        boolean known = gcm || name.contains("_CHACHA20_");
        if (!known || master.length != MASTER_BYTES) return null;
        int keyBytes = name.contains("_AES_128_") ? 16 : 32;
        int ivBytes = gcm ? 4 : Aead.NONCE_BYTES;
        String hash = name.endsWith("SHA384") ? "HmacSHA384" : "HmacSHA256";
        try {
            byte[] block = expand(hash, master, randoms, 2 * (keyBytes + ivBytes));
            int keyAt = ofClient ? 0 : keyBytes;
            int ivAt = 2 * keyBytes + (ofClient ? 0 : ivBytes);
            byte[] key = Arrays.copyOfRange(block, keyAt, keyAt + keyBytes);
            return new Tls12Keys(gcm, key, Arrays.copyOfRange(block, ivAt, ivAt + ivBytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 25 has these", e);
        }
    }

    /** The key block (RFC 5246 sections 5 and 6.3). */
    private static byte[] expand(String hash, byte[] master, byte[] randoms, int bytes)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance(hash);
        mac.init(new SecretKeySpec(master, hash));
        byte[] label = "key expansion".getBytes(US_ASCII);
        byte[] seed =
                ByteBuffer.allocate(label.length + randoms.length).put(label).put(randoms).array();
        ByteBuffer block = ByteBuffer.allocate(bytes + mac.getMacLength());
        byte[] chain = seed;
        while (block.position() < bytes) {
            chain = mac.doFinal(chain);
            mac.update(chain);
            block.put(mac.doFinal(seed));
        }
        return Arrays.copyOf(block.array(), bytes);
    }

    @Override
    public @Nullable Opened open(TlsRecord record) {
        Octets body = record.body();
        int before = gcm ? EXPLICIT_BYTES : 0;
        int bytes = body.length() - before - Aead.TAG_BYTES;
        if (bytes < 0) return null;
        ByteBuffer about = ByteBuffer.allocate(Long.BYTES + TlsRecord.HEADER_BYTES);
        about.putLong(number).put(record.header().atMost(3).toArray()).putShort((short) bytes);
        byte[] plain = aead.open(nonce(body), about.array(), body.from(before).toArray());
        if (plain == null) return null;
        number++;
        return new Opened(record.type(), Octets.of(plain));
    }

    private byte[] nonce(Octets body) {
        if (!gcm) return Aead.nonce(iv, number);
        ByteBuffer nonce = ByteBuffer.allocate(Aead.NONCE_BYTES);
        return nonce.put(iv).put(body.atMost(EXPLICIT_BYTES).toArray()).array();
    }
}

package io.fairlead.tls.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.tls.der.DerException;
import io.fairlead.tls.der.DerReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Takes the password off a key: PKCS #8 with PBES2 and PBKDF2 (RFC 8018) or an older scheme that
 * Java knows, and the headers of RFC 1421 as OpenSSL writes them.
 */
final class KeyDecryption {
    private static final String PBES2 = "1.2.840.113549.1.5.13";
    private static final String PBKDF2 = "1.2.840.113549.1.5.12";
    private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";
    private static final String SHA1 = "HmacSHA1"; // RFC 8018, if none is named
    private static final BigInteger ROUNDS_MAX = BigInteger.valueOf(20_000_000); // some seconds
    private static final int SALT_BYTES = 8;
    private static final int DES_KEY_BYTES = 24;
    private static final int BITS_A_BYTE = 8;
    private static final int UTF8_BYTES_MAX = 3; // for each char of a string

    private static final Map<String, String> DIGESTS =
            Map.of(
                    "1.2.840.113549.2.7", SHA1,
                    "1.2.840.113549.2.8", "HmacSHA224",
                    "1.2.840.113549.2.9", "HmacSHA256",
                    "1.2.840.113549.2.10", "HmacSHA384",
                    "1.2.840.113549.2.11", "HmacSHA512");

    private static final Map<String, Algorithm> CIPHERS =
            Map.of(
                    "2.16.840.1.101.3.4.1.2", Algorithm.aes(128),
                    "2.16.840.1.101.3.4.1.22", Algorithm.aes(192),
                    "2.16.840.1.101.3.4.1.42", Algorithm.aes(256),
                    "1.2.840.113549.3.7", Algorithm.TRIPLE_DES);

    private static final Map<String, Algorithm> OLD_CIPHERS =
            Map.of(
                    "AES-128-CBC", Algorithm.aes(128),
                    "AES-192-CBC", Algorithm.aes(192),
                    "AES-256-CBC", Algorithm.aes(256),
                    "DES-EDE3-CBC", Algorithm.TRIPLE_DES);

    private KeyDecryption() {}

    /** Java cannot read it; the message says what it is. */
    static final class UnknownScheme extends Exception {
        private static final long serialVersionUID = 1;

        UnknownScheme(String scheme) {
            super(scheme);
        }
    }

    /** A cipher, and how long its key is. */
    private record Algorithm(String transformation, int keyBytes) {
        static final Algorithm TRIPLE_DES = new Algorithm("DESede/CBC/PKCS5Padding", DES_KEY_BYTES);

        static Algorithm aes(int bits) {
            return new Algorithm("AES/CBC/PKCS5Padding", bits / BITS_A_BYTE);
        }

        byte[] decrypt(byte[] key, byte[] start, byte[] secret) throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance(transformation);
            String name = transformation.substring(0, transformation.indexOf('/'));
            cipher.init(
                    Cipher.DECRYPT_MODE, new SecretKeySpec(key, name), new IvParameterSpec(start));
            return cipher.doFinal(secret);
        }
    }

    /**
     * A key in PKCS #8.
     *
     * @throws GeneralSecurityException if the password is wrong, in most cases; in a few the result
     *     is no key
     * @throws UnknownScheme if Java cannot read it
     */
    static byte[] pkcs8(byte[] block, char[] password)
            throws GeneralSecurityException, DerException, UnknownScheme {
        DerReader whole = new DerReader(block).sequence();
        DerReader scheme = whole.sequence();
        byte[] secret = whole.octets();
        String name = scheme.oid();
        return name.equals(PBES2)
                ? pbes2(scheme.sequence(), secret, password)
                : older(name, block, password);
    }

    private static byte[] pbes2(DerReader parameters, byte[] secret, char[] password)
            throws GeneralSecurityException, DerException, UnknownScheme {
        DerReader derivation = parameters.sequence();
        DerReader encryption = parameters.sequence();
        String cipher = encryption.oid();
        Algorithm algorithm = known(CIPHERS.get(cipher), "the cipher " + cipher);
        String function = derivation.oid();
        if (function.equals(SCRYPT)) throw new UnknownScheme("scrypt");
        if (!function.equals(PBKDF2)) throw new UnknownScheme(function);
        byte[] key = pbkdf2(derivation.sequence(), algorithm.keyBytes, password);
        return algorithm.decrypt(key, encryption.octets(), secret);
    }

    private static byte[] pbkdf2(DerReader parameters, int keyBytes, char[] password)
            throws GeneralSecurityException, DerException, UnknownScheme {
        byte[] salt = parameters.octets();
        BigInteger rounds = parameters.integer();
        if (rounds.signum() <= 0 || rounds.compareTo(ROUNDS_MAX) > 0) {
            throw new UnknownScheme(rounds + " rounds");
        }
        if (parameters.isInteger()) parameters.integer(); // how long the key is: the cipher says it
        String digest = parameters.isSequence() ? parameters.sequence().oid() : "";
        String mac = digest.isEmpty() ? SHA1 : known(DIGESTS.get(digest), "the digest " + digest);
        PBEKeySpec spec = new PBEKeySpec(password, salt, rounds.intValue(), keyBytes * BITS_A_BYTE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2With" + mac)
                    .generateSecret(spec)
                    .getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    private static <T> T known(@Nullable T found, String name) throws UnknownScheme {
        if (found == null) throw new UnknownScheme(name);
        return found;
    }

    /** A scheme of PKCS #5 1.5 or PKCS #12, as Java has it. */
    private static byte[] older(String name, byte[] block, char[] password)
            throws GeneralSecurityException, UnknownScheme {
        PBEKeySpec spec = new PBEKeySpec(password);
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(block);
            SecretKeyFactory factory = SecretKeyFactory.getInstance(encrypted.getAlgName());
            Cipher cipher = Cipher.getInstance(encrypted.getAlgName());
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    factory.generateSecret(spec),
                    encrypted.getAlgParameters());
            return cipher.doFinal(encrypted.getEncryptedData());
        } catch (NoSuchAlgorithmException | IOException unknown) {
            throw new UnknownScheme("the scheme " + name);
        } finally {
            spec.clearPassword();
        }
    }

    /**
     * A key under {@code Proc-Type: 4,ENCRYPTED}. The key of its cipher is made by EVP_BytesToKey
     * with MD5 and one round, see openssl's EVP_BytesToKey(3).
     */
    static byte[] old(PemBlock block, char[] password)
            throws GeneralSecurityException, UnknownScheme {
        List<String> cipher = List.of(block.headers().getOrDefault("DEK-Info", "").split(",", 2));
        Algorithm algorithm =
                known(OLD_CIPHERS.get(cipher.getFirst()), "the cipher " + cipher.getFirst());
        byte[] start;
        try {
            start = HexFormat.of().parseHex(cipher.getLast().strip());
        } catch (IllegalArgumentException e) {
            throw new UnknownScheme("a DEK-Info that is damaged");
        }
        if (start.length < SALT_BYTES) throw new UnknownScheme("a DEK-Info that is damaged");
        ByteBuffer encoded = ByteBuffer.allocate(password.length * UTF8_BYTES_MAX);
        CoderResult _ = UTF_8.newEncoder().encode(CharBuffer.wrap(password), encoded, true);
        byte[] words = Arrays.copyOf(encoded.array(), encoded.position());
        Arrays.fill(encoded.array(), (byte) 0);
        try {
            byte[] key = md5Key(words, Arrays.copyOf(start, SALT_BYTES), algorithm.keyBytes);
            return algorithm.decrypt(key, start, block.bytes());
        } finally {
            Arrays.fill(words, (byte) 0);
        }
    }

    private static byte[] md5Key(byte[] password, byte[] salt, int length)
            throws GeneralSecurityException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] key = new byte[0];
        byte[] last = new byte[0];
        while (key.length < length) {
            md5.update(last);
            md5.update(password);
            last = md5.digest(salt);
            byte[] longer = Arrays.copyOf(key, key.length + last.length);
            System.arraycopy(last, 0, longer, key.length, last.length);
            key = longer;
        }
        return Arrays.copyOf(key, length);
    }
}

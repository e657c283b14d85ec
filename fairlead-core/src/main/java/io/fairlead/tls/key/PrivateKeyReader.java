package io.fairlead.tls.key;

import io.fairlead.tls.der.Der;
import io.fairlead.tls.der.DerException;
import io.fairlead.tls.der.DerReader;
import io.fairlead.tls.key.KeyDecryption.UnknownScheme;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Finds the one private key of a file, and makes one of Java's of it. */
final class PrivateKeyReader {
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String EC = "1.2.840.10045.2.1";
    private static final Map<String, String> ALGORITHMS =
            Map.of(
                    RSA,
                    "RSA",
                    "1.2.840.113549.1.1.10",
                    "RSASSA-PSS",
                    EC,
                    "EC",
                    "1.3.101.112",
                    "Ed25519",
                    "1.3.101.113",
                    "Ed448");
    private static final Map<String, String> NOT_OF_TLS =
            Map.of(
                    "1.3.101.110", "X25519, which cannot sign",
                    "1.3.101.111", "X448, which cannot sign",
                    "1.2.840.10040.4.1", "DSA, which TLS 1.3 does not have");

    private final KeyInput in;
    private final PasswordSource passwords;

    private PrivateKeyReader(KeyInput in, PasswordSource passwords) {
        this.in = in;
        this.passwords = passwords;
    }

    static PrivateKey read(KeyInput in, PasswordSource passwords) throws IOException {
        List<PemBlock> blocks = PemParser.parse(in);
        List<PemBlock> keys = blocks.stream().filter(each -> each.kind().isOfKey()).toList();
        if (keys.isEmpty()) throw PemKind.wrong(in, telling(blocks), "a private key");
        if (keys.size() > 1) {
            throw in.fault(
                    keys.get(1).line(),
                    "a second private key (the first is in line "
                            + keys.getFirst().line()
                            + "); keep the one that belongs to the certificate");
        }
        PemBlock key = keys.getFirst();
        if (key.kind() != PemKind.PRIVATE_KEY) throw PemKind.wrong(in, key, "a key for TLS");
        return new PrivateKeyReader(in, passwords).key(key);
    }

    /** The first block that says something of the file. */
    private static PemBlock telling(List<PemBlock> blocks) {
        return blocks.stream()
                .filter(each -> each.kind() != PemKind.PARAMETERS)
                .findFirst()
                .orElse(blocks.getFirst());
    }

    private PrivateKey key(PemBlock block) throws IOException {
        boolean isPkcs8 = block.label().equals("ENCRYPTED PRIVATE KEY");
        boolean isOld = block.headers().getOrDefault("Proc-Type", "").endsWith("ENCRYPTED");
        if (!isPkcs8 && !isOld) return plain(block, block.bytes());
        byte[] bytes = decrypted(block, isPkcs8);
        try {
            String inner = isPkcs8 ? "PRIVATE KEY" : block.label();
            PemBlock open = new PemBlock(inner, block.line(), Map.of(), bytes);
            return parsed(open, bytes);
        } catch (DerException | GeneralSecurityException noKey) {
            throw wrongPassword(block, noKey); // its padding was right by chance
        }
    }

    private byte[] decrypted(PemBlock block, boolean isPkcs8) throws IOException {
        char[] password = passwords.passwordOf(in.name());
        if (password == null || password.length == 0) {
            throw in.fault(
                    block.line(),
                    "the private key is encrypted, and there is no password; give it, or take it"
                            + " off: openssl pkey -in "
                            + in.name()
                            + " -out plain.key");
        }
        try {
            return isPkcs8
                    ? KeyDecryption.pkcs8(block.bytes(), password)
                    : KeyDecryption.old(block, password);
        } catch (UnknownScheme e) {
            throw in.fault(
                    block.line(),
                    "the private key is encrypted with %s, which is not read here; encrypt it anew:"
                                    .formatted(e.getMessage())
                            + " openssl pkcs8 -topk8 -v2 aes-256-cbc -in "
                            + in.name()
                            + " -out new.key",
                    e);
        } catch (GeneralSecurityException e) {
            throw wrongPassword(block, e);
        } catch (DerException e) {
            throw damaged(block, e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private KeyFileException wrongPassword(PemBlock block, Exception cause) {
        return in.fault(
                block.line(),
                "the password is wrong; try it: openssl pkey -noout -in " + in.name(),
                cause);
    }

    private KeyFileException damaged(PemBlock block, Exception cause) {
        return in.fault(
                block.line(),
                "the private key is damaged (%s); what does openssl say? openssl pkey -noout -in %s"
                        .formatted(cause.getMessage(), in.name()),
                cause);
    }

    private PrivateKey plain(PemBlock block, byte... bytes) throws KeyFileException {
        try {
            return parsed(block, bytes);
        } catch (DerException | GeneralSecurityException e) {
            throw damaged(block, e);
        }
    }

    private PrivateKey parsed(PemBlock block, byte... bytes)
            throws DerException, GeneralSecurityException, KeyFileException {
        byte[] pkcs8 =
                switch (block.label()) {
                    case "RSA PRIVATE KEY" -> wrapped(bytes, Der.oid(RSA), Der.none());
                    case "EC PRIVATE KEY" -> wrapped(bytes, Der.oid(EC), curve(block));
                    default -> bytes;
                };
        String algorithm = algorithm(block, pkcs8);
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException e) {
            if (!algorithm.equals("EC")) throw e;
            throw in.fault(
                    block.line(),
                    "an EC key that Java cannot use (%s); it knows the curves P-256, P-384, P-521"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private String algorithm(PemBlock block, byte... pkcs8) throws DerException, KeyFileException {
        DerReader whole = new DerReader(pkcs8).sequence();
        whole.integer();
        String id = whole.sequence().oid();
        String name = ALGORITHMS.get(id);
        if (name != null) return name;
        String other = NOT_OF_TLS.getOrDefault(id, id + ", which TLS in Java does not know");
        throw in.fault(block.line(), "a private key for " + other + "; make one for EC or RSA");
    }

    /** PKCS #8 around a key of one algorithm, RFC 5958. */
    private static byte[] wrapped(byte[] key, byte[]... algorithm) {
        return Der.sequence(Der.integer(0), Der.sequence(algorithm), Der.octets(key));
    }

    /** The curve that an ECPrivateKey names, RFC 5915. */
    private static byte[] curve(PemBlock block) throws DerException {
        DerReader key = new DerReader(block.bytes()).sequence();
        key.integer();
        key.octets();
        return key.tagged(0).whole();
    }
}

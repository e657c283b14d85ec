package io.fairlead.tls.issue;

import io.fairlead.tls.der.Der;
import io.fairlead.tls.der.DerException;
import io.fairlead.tls.der.DerReader;
import io.fairlead.tls.key.Identity;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes one certificate: X.509 version 3, RFC 5280. */
final class CertificateText {
    private static final int VERSION_3 = 2; // counted from 0
    private static final int SERIAL_BITS = 127; // of at most 20 bytes, from a random source
    private static final int KEY_ID_BYTES = 20;
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String ORGANIZATION = "2.5.4.10";
    private static final String SUBJECT_KEY_ID = "2.5.29.14";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String AUTHORITY_KEY_ID = "2.5.29.35";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final int DIGITAL_SIGNATURE = 0; // bits of the key usage
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int CERTIFICATE_SIGN = 5;
    private static final int REVOCATIONS_SIGN = 6;

    private final CertificateTerms terms;
    private final PublicKey key;

    CertificateText(CertificateTerms terms, PublicKey key) {
        this.terms = terms;
        this.key = key;
    }

    byte[] signedByItself(PrivateKey own, SecureRandom random) throws GeneralSecurityException {
        return signed(own, subject(), keyId(key), random);
    }

    byte[] signedBy(Identity issuer, SecureRandom random) throws GeneralSecurityException {
        byte[] name = issuer.certificate().getSubjectX500Principal().getEncoded();
        return signed(issuer.key(), name, keyId(issuer.certificate()), random);
    }

    /** As its certificate says it. */
    private static byte[] keyId(X509Certificate certificate) throws GeneralSecurityException {
        byte[] said = certificate.getExtensionValue(SUBJECT_KEY_ID);
        if (said == null) return keyId(certificate.getPublicKey());
        try {
            return new DerReader(new DerReader(said).octets()).octets();
        } catch (DerException e) {
            throw new CertificateParsingException(e);
        }
    }

    private byte[] signed(PrivateKey signer, byte[] issuer, byte[] issuerId, SecureRandom random)
            throws GeneralSecurityException {
        KeyKind kind = KeyKind.of(signer);
        byte[] algorithm = kind.signatureAlgorithm();
        byte[] text =
                Der.sequence(
                        Der.explicit(0, Der.integer(VERSION_3)),
                        Der.integer(serial(random)),
                        algorithm,
                        issuer,
                        Der.sequence(Der.time(terms.from()), Der.time(terms.until())),
                        subject(),
                        key.getEncoded(),
                        Der.explicit(3, extensions(issuerId)));
        return Der.sequence(text, algorithm, Der.bits(kind.sign(signer, text, random)));
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
    }

    private byte[] subject() {
        return Der.sequence(
                attribute(ORGANIZATION, "Fairlead"), attribute(COMMON_NAME, terms.commonName()));
    }

    private static byte[] attribute(String id, String text) {
        return Der.set(Der.sequence(Der.oid(id), Der.utf8(text)));
    }

    private byte[] extensions(byte[] signerId) throws GeneralSecurityException {
        List<byte[]> all = new ArrayList<>();
        boolean isAuthority = terms.purpose() == Purpose.AUTHORITY;
        all.add(
                critical(
                        BASIC_CONSTRAINTS, isAuthority ? Der.sequence(Der.yes()) : Der.sequence()));
        all.add(critical(KEY_USAGE, keyUsage()));
        if (!isAuthority) {
            byte[] usage = Der.oid(terms.purpose().usage());
            all.add(extension(EXTENDED_KEY_USAGE, Der.sequence(usage)));
        }
        all.add(extension(SUBJECT_KEY_ID, Der.octets(keyId(key))));
        all.add(extension(AUTHORITY_KEY_ID, Der.sequence(Der.implicit(0, signerId))));
        if (!terms.names().isEmpty()) {
            byte[][] names =
                    terms.names().stream().map(SubjectName::encoded).toArray(byte[][]::new);
            all.add(extension(ALTERNATIVE_NAMES, Der.sequence(names)));
        }
        return Der.sequence(all.toArray(new byte[0][]));
    }

    private byte[] keyUsage() {
        if (terms.purpose() == Purpose.AUTHORITY) {
            return Der.flags(CERTIFICATE_SIGN, REVOCATIONS_SIGN);
        }
        return terms.key() == KeyKind.RSA
                ? Der.flags(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT)
                : Der.flags(DIGITAL_SIGNATURE);
    }

    private static byte[] critical(String id, byte[] value) {
        return Der.sequence(Der.oid(id), Der.yes(), Der.octets(value));
    }

    private static byte[] extension(String id, byte[] value) {
        return Der.sequence(Der.oid(id), Der.octets(value));
    }

    /** The first 160 bits of SHA-256 of the key, RFC 7093 (2, method 1). */
    private static byte[] keyId(PublicKey key) throws GeneralSecurityException {
        try {
            DerReader whole = new DerReader(key.getEncoded()).sequence();
            byte[] _ = whole.whole();
            byte[] bits = whole.bits();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bits);
            return Arrays.copyOf(hash, KEY_ID_BYTES);
        } catch (DerException e) {
            throw new InvalidKeyException("a public key of another form", e);
        }
    }
}

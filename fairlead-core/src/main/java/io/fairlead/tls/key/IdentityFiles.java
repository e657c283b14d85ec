package io.fairlead.tls.key;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * The files of an {@link Identity}: PEM (RFC 7468), with certificates in any order and text between
 * them, or PKCS #12. A key is in PKCS #8, PKCS #1 or SEC 1, encrypted or not.
 *
 * @param certificates the certificate and its chain
 * @param key the private key; the same file if that has both, as a PKCS #12 file does
 */
public record IdentityFiles(Path certificates, Path key) {
    /** Both in one file. */
    public static IdentityFiles of(Path both) {
        return new IdentityFiles(both, both);
    }

    /**
     * Reads them, and checks that the key is that of a certificate, that the others are its chain
     * without a gap, and that all of them are valid now.
     *
     * @param passwords asked only if the key is encrypted
     * @throws KeyFileException if one cannot be read, or is not what was wanted
     * @throws IOException what {@code passwords} throws
     */
    public Identity read(PasswordSource passwords, Instant now) throws IOException {
        KeyInput first = KeyInput.of(certificates);
        boolean isOne = certificates.equals(key);
        if (DerGuess.isStore(first)) {
            if (!isOne) {
                throw first.fault(
                        "the PKCS #12 file has its own key; give the key (--key) no file of its"
                                + " own");
            }
            return valid(first, StoreReader.read(first, passwords), now);
        }
        KeyInput second = isOne ? first : KeyInput.of(key);
        List<CertificateReader.Found> found = CertificateReader.read(first);
        PrivateKey own = PrivateKeyReader.read(second, passwords);
        List<X509Certificate> chain = Chains.of(first, found, own, second.name());
        return valid(first, new Identity(own, chain), now);
    }

    private static Identity valid(KeyInput in, Identity identity, Instant now)
            throws KeyFileException {
        for (X509Certificate each : identity.chain()) {
            Instant from = each.getNotBefore().toInstant();
            Instant until = each.getNotAfter().toInstant();
            String which =
                    "the certificate of %s (serial %s) "
                            .formatted(Words.subject(each), Words.serial(each.getSerialNumber()));
            if (now.isAfter(until)) {
                throw in.fault(
                        which
                                + "ended at "
                                + Words.time(until)
                                + "; ask its authority for a new one");
            }
            if (now.isBefore(from)) {
                throw in.fault(
                        which
                                + "begins only at %s; this machine's clock says %s"
                                        .formatted(Words.time(from), Words.time(now)));
            }
        }
        return identity;
    }
}

package io.fairlead.tls.key;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** The certificates of authorities that one trusts. */
public final class TrustedCertificates {
    private TrustedCertificates() {}

    /**
     * Reads all certificates of a PEM file; what else is in it is passed over.
     *
     * @return each once, in the order of the file; at least one
     * @throws KeyFileException if the file cannot be read or has none
     */
    public static List<X509Certificate> read(Path file) throws KeyFileException {
        return CertificateReader.read(KeyInput.of(file)).stream()
                .map(CertificateReader.Found::certificate)
                .distinct()
                .toList();
    }
}

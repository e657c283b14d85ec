package io.fairlead.tls.key;

import java.io.ByteArrayInputStream;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads the certificates of a file; other blocks are passed over. */
final class CertificateReader {
    private CertificateReader() {}

    /**
     * A certificate, and where it is.
     *
     * @param line where its block begins, counted from 1; 0 if the file has no lines
     */
    record Found(X509Certificate certificate, int line) {}

    /** All of them, in the order of the file; at least one. */
    static List<Found> read(KeyInput in) throws KeyFileException {
        List<PemBlock> blocks = PemParser.parse(in);
        List<Found> found = new ArrayList<>();
        for (PemBlock block : blocks) {
            if (block.kind().isOfCertificates()) addAll(found, in, block);
        }
        if (found.isEmpty()) throw PemKind.wrong(in, blocks.getFirst(), "a certificate");
        return found;
    }

    private static void addAll(List<Found> found, KeyInput in, PemBlock block)
            throws KeyFileException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            ByteArrayInputStream bytes = new ByteArrayInputStream(block.bytes());
            List<? extends Certificate> all =
                    block.kind() == PemKind.CERTIFICATES
                            ? factory.generateCertPath(bytes, "PKCS7").getCertificates()
                            : List.of(factory.generateCertificate(bytes));
            for (Certificate each : all) found.add(new Found((X509Certificate) each, block.line()));
        } catch (CertificateException e) {
            throw in.fault(
                    block.line(),
                    "the certificate is damaged (%s); what does openssl say? openssl x509 -noout"
                                    .formatted(e.getMessage())
                            + " -in "
                            + in.name(),
                    e);
        }
    }
}

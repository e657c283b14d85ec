package io.fairlead.tls.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** Writes keys and certificates as PEM, RFC 7468. */
public final class PemText {
    private static final int COLUMNS = 64;

    private PemText() {}

    /** Certificates, in their order. */
    public static String of(List<X509Certificate> chain) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate each : chain) {
            try {
                text.append(block("CERTIFICATE", each.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalArgumentException("a certificate without bytes", e);
            }
        }
        return text.toString();
    }

    /** A private key in PKCS #8, not encrypted. */
    public static String of(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    private static String block(String label, byte... bytes) {
        byte[] end = "\n".getBytes(US_ASCII);
        String body = Base64.getMimeEncoder(COLUMNS, end).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}

package io.fairlead.cli.tls;

import io.fairlead.net.text.Printable;
import io.fairlead.service.PeerTls;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people are told of a connection's protection. */
public final class ShownTls {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    private ShownTls() {}

    /** One line: version, suite, whose certificate. */
    public static String brief(PeerTls tls) {
        List<X509Certificate> chain = tls.certificates();
        String whose = chain.isEmpty() ? "no certificate" : subject(chain.getFirst());
        @Nullable String protocol = tls.applicationProtocol();
        return tls.protocol()
                + ", "
                + tls.cipherSuite()
                + (protocol == null ? "" : ", " + Printable.of(protocol))
                + ", "
                + whose;
    }

    /** A line for each certificate, and the pin of the first one's key. */
    public static List<String> chain(PeerTls tls) {
        List<String> lines = new ArrayList<>();
        for (X509Certificate one : tls.certificates()) lines.add("  " + certificate(one));
        if (!lines.isEmpty()) lines.add("  --pin " + pin(tls.certificates().getFirst()));
        return lines;
    }

    /** Whose one certificate is, who says so, until when, and its serial number. */
    public static String certificate(X509Certificate one) {
        return subject(one)
                + ", issued by "
                + Printable.of(one.getIssuerX500Principal().getName())
                + ", until "
                + DAY.format(one.getNotAfter().toInstant())
                + ", serial "
                + HexFormat.of().formatHex(one.getSerialNumber().toByteArray());
    }

    private static String subject(X509Certificate certificate) {
        return Printable.of(certificate.getSubjectX500Principal().getName());
    }

    /** SHA-256 of the public key, as {@code --pin} takes it. */
    private static String pin(X509Certificate certificate) {
        try {
            byte[] key = certificate.getPublicKey().getEncoded();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

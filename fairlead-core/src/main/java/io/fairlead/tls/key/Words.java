package io.fairlead.tls.key;

import io.fairlead.net.text.Printable;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How certificates are called in sentences. */
final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final int HEX = 16;

    private Words() {}

    /** Its subject, safe to show. */
    static String subject(X509Certificate certificate) {
        return name(certificate.getSubjectX500Principal().getName());
    }

    static String issuer(X509Certificate certificate) {
        return name(certificate.getIssuerX500Principal().getName());
    }

    private static String name(String distinguished) {
        return distinguished.isEmpty() ? "nobody (an empty name)" : Printable.of(distinguished);
    }

    /** In hexadecimal digits, two for each byte, as openssl shows it. */
    static String serial(BigInteger serial) {
        String digits = serial.toString(HEX);
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }

    static String time(Instant time) {
        return TIME.format(time);
    }
}

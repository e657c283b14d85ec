package io.fairlead.tls.layer;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What the JDK's words for a failure of TLS mean, and the way out. */
final class TlsFailures {
    private record Sentence(String part, String words) {}

    /** The first that fits. */
    private static final List<Sentence> SENTENCES =
            List.of(
                    new Sentence(
                            "unable to find valid certification path",
                            "the certificate is not signed by an authority that is trusted here;"
                                    + " trust its authority (--ca FILE)"),
                    new Sentence(
                            "validity check failed",
                            "a certificate has expired, or is not yet valid"),
                    new Sentence("no name matching", "the certificate is for another name"),
                    new Sentence("no subject alternative", "the certificate is for another name"),
                    new Sentence(
                            "alert: certificate_required", "the server wants a client certificate"),
                    new Sentence(
                            "alert: bad_certificate",
                            "the other end does not accept our certificate"),
                    new Sentence(
                            "alert: certificate_unknown",
                            "the other end does not trust our certificate"),
                    new Sentence(
                            "alert: unknown_ca",
                            "the other end does not trust the authority of our certificate"),
                    new Sentence(
                            "alert: certificate_expired",
                            "the other end says that our certificate has expired"),
                    new Sentence("alert: handshake_failure", "the ends have no suite in common"),
                    new Sentence(
                            "alert: protocol_version",
                            "the other end speaks another version of TLS"),
                    new Sentence(
                            "client requested protocol",
                            "the client speaks only an old version of TLS; 1.2 and 1.3 are served"),
                    new Sentence(
                            "empty client certificate chain", "the client showed no certificate"),
                    new Sentence(
                            "tag mismatch",
                            "a record was changed on its way, or is not this connection's"));

    private TlsFailures() {}

    /** The same failure with a sentence for people before the JDK's own. */
    static SSLException explained(Exception error) {
        String text = texts(error);
        String lower = text.toLowerCase(Locale.ROOT);
        for (Sentence one : SENTENCES) {
            if (lower.contains(one.part())) {
                return new SSLException(one.words() + " (" + text + ")", error);
            }
        }
        return error instanceof SSLException known ? known : new SSLException(text, error);
    }

    /** The words of the deepest cause that is one of certificates or keys. */
    private static String texts(Exception error) {
        String text = String.valueOf(error.getMessage());
        @Nullable Throwable cause = error.getCause();
        while (cause != null) {
            if (cause instanceof GeneralSecurityException && cause.getMessage() != null) {
                text = cause.getMessage();
            }
            cause = cause.getCause();
        }
        return text;
    }
}

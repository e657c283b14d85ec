package io.fairlead.tls.layer;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a client trusts without an authority: one rule, however the JDK asks. */
final class PeerTrust extends X509ExtendedTrustManager {
    private final Rule rule;

    @FunctionalInterface
    private interface Rule {
        void check(X509Certificate[] chain) throws CertificateException;
    }

    private PeerTrust(Rule rule) {
        this.rule = rule;
    }

    /** Takes whoever answers. For tests: anybody on the way could be it. */
    static PeerTrust anybody() {
        return new PeerTrust(_ -> {});
    }

    /** Takes a server whose public key is known, whoever has signed its certificate (RFC 7469). */
    static PeerTrust pinned(List<String> texts) {
        List<Pin> pins = texts.stream().map(Pin::parse).toList();
        return new PeerTrust(chain -> requirePinned(chain[0], pins));
    }

    private static void requirePinned(X509Certificate certificate, List<Pin> pins)
            throws CertificateException {
        byte[] digest = digest(certificate);
        if (pins.stream().anyMatch(pin -> pin.fits(digest))) return;
        throw new CertificateException(
                "the server's public key is not the pinned one: it has sha256:"
                        + HexFormat.of().formatHex(digest));
    }

    private static byte[] digest(X509Certificate certificate) throws CertificateException {
        try {
            byte[] key = certificate.getPublicKey().getEncoded(); // SubjectPublicKeyInfo
            return MessageDigest.getInstance("SHA-256").digest(key);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
            throws CertificateException {
        rule.check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
            throws CertificateException {
        rule.check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        rule.check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
            throws CertificateException {
        rule.check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
            throws CertificateException {
        rule.check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        rule.check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}

package io.fairlead.tls.key;

import java.io.Serializable;
import java.net.InetAddress;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Who somebody is in TLS: a private key, and the certificates that tie it to names.
 *
 * @param key the private key
 * @param chain the certificate of the key, and then that of each one's issuer, perhaps without the
 *     last one's
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) implements Serializable {
    private static final int DNS_NAME = 2; // RFC 5280, 4.2.1.6: GeneralName
    private static final int IP_ADDRESS = 7;

    /** Copies the chain. */
    public Identity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) throw new IllegalArgumentException("there is no certificate");
    }

    /** The certificate of the key. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** The serial number in hexadecimal digits, two for each byte. */
    public String serial() {
        return Words.serial(certificate().getSerialNumber());
    }

    /** When the first certificate of the chain ends. */
    public Instant notAfter() {
        return chain.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /**
     * The DNS names, in small letters, and addresses that it is for: its subject's alternative
     * names, not the common name, which no client looks at any more (RFC 9525).
     */
    public List<String> names() {
        try {
            Collection<List<?>> all = certificate().getSubjectAlternativeNames();
            List<String> names = new ArrayList<>();
            for (List<?> each : all == null ? List.<List<?>>of() : all) {
                int type = (Integer) each.getFirst();
                if (type == DNS_NAME) names.add(lower((String) each.getLast()));
                if (type == IP_ADDRESS) names.add(address((String) each.getLast()));
            }
            return List.copyOf(names);
        } catch (CertificateParsingException damaged) {
            return List.of();
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String address(String text) {
        return InetAddress.ofLiteral(text).getHostAddress();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "%s (serial %s, until %s)"
                .formatted(Words.subject(certificate()), serial(), Words.time(notAfter()));
    }
}

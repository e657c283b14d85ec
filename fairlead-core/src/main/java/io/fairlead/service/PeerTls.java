package io.fairlead.service;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is protected by TLS, and who the other end has shown to be. Safe for any thread.
 */
public interface PeerTls {
    /** The version, as {@code TLSv1.3} (RFC 8446) or {@code TLSv1.2} (RFC 5246). */
    String protocol();

    /** The cipher suite, by its name in the registry of IANA, such as TLS_AES_128_GCM_SHA256. */
    String cipherSuite();

    /**
     * The host name that the client has asked for (SNI, RFC 6066 section 3), in lower case; null if
     * it named none.
     */
    @Nullable String serverName();

    /** The protocol that both ends have agreed on (ALPN, RFC 7301); null if they named none. */
    @Nullable String applicationProtocol();

    /**
     * The certificates that the other end has shown and that were verified, its own first; empty if
     * it has shown none.
     */
    List<X509Certificate> certificates();

    /**
     * Whose certificate it is, as in {@code CN=sensor-7,O=Example} (RFC 2253); null if it has shown
     * none.
     */
    default @Nullable String subject() {
        List<X509Certificate> chain = certificates();
        return chain.isEmpty() ? null : chain.getFirst().getSubjectX500Principal().getName();
    }

    /**
     * Bytes that only the two ends of this very connection know, the same at both: {@code
     * tls-exporter} (RFC 9266), for a login that cannot be passed on to another connection.
     *
     * @return 32 bytes
     */
    byte[] channelBinding();
}

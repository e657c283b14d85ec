package io.fairlead.tls.layer;

import io.fairlead.service.PeerTls;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What an engine knows of its connection, once the handshake is done. */
record EngineTls(SSLEngine engine) implements PeerTls {
    private static final String BINDING = "EXPORTER-Channel-Binding"; // RFC 9266 section 4.2
    private static final int BINDING_BYTES = 32;

    private ExtendedSSLSession session() {
        return (ExtendedSSLSession) engine.getSession();
    }

    @Override
    public String protocol() {
        return session().getProtocol();
    }

    @Override
    public String cipherSuite() {
        return session().getCipherSuite();
    }

    @Override
    public @Nullable String serverName() {
        for (SNIServerName name : session().getRequestedServerNames()) {
            if (name instanceof SNIHostName host) {
                return host.getAsciiName().toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    @Override
    public @Nullable String applicationProtocol() {
        String agreed = engine.getApplicationProtocol();
        return agreed == null || agreed.isEmpty() ? null : agreed;
    }

    @Override
    public List<X509Certificate> certificates() {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate one : session().getPeerCertificates()) {
                chain.add((X509Certificate) one);
            }
        } catch (SSLPeerUnverifiedException e) {
            // it has shown none
        }
        return List.copyOf(chain);
    }

    @Override
    public byte[] channelBinding() {
        try {
            return session().exportKeyingMaterialData(BINDING, new byte[0], BINDING_BYTES);
        } catch (SSLKeyException e) {
            throw new IllegalStateException("this connection has no channel binding", e);
        }
    }
}

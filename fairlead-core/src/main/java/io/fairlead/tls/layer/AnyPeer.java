package io.fairlead.tls.layer;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Takes whoever answers, for a client that was told to. */
final class AnyPeer extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {
        // taken
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {
        // taken
    }

    @Override
    public void checkClientTrusted(
            X509Certificate[] chain, String type, @Nullable SSLEngine engine) {
        // taken
    }

    @Override
    public void checkServerTrusted(
            X509Certificate[] chain, String type, @Nullable SSLEngine engine) {
        // taken
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        // taken
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
        // taken
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}

package io.fairlead.tls;

import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Two engines of Java's own back to back, without sockets. */
public final class Handshake {
    private final SSLEngine server;
    private final SSLEngine client;
    private final ByteBuffer toServer;
    private final ByteBuffer toClient;

    /**
     * Needs a context for each end, so that nothing is resumed unless that is wanted.
     *
     * @param name that the client asks for and checks; empty for none
     */
    public Handshake(SSLContext serverContext, SSLContext clientContext, String name) {
        server = serverContext.createSSLEngine();
        server.setUseClientMode(false);
        client = clientContext.createSSLEngine(name.isEmpty() ? "none" : name, 1);
        client.setUseClientMode(true);
        if (!name.isEmpty()) {
            SSLParameters parameters = client.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            client.setSSLParameters(parameters);
        }
        int size = 2 * client.getSession().getPacketBufferSize();
        toServer = ByteBuffer.allocate(size);
        toClient = ByteBuffer.allocate(size);
    }

    /** A context that shows what {@code keys} choose, and trusts {@code roots}. */
    public static SSLContext context(List<X509Certificate> roots, KeyManager... keys)
            throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate root : roots) {
            store.setCertificateEntry("root-" + store.size(), root);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManager[] managers = roots.isEmpty() ? new TrustManager[0] : trust.getTrustManagers();
        context.init(keys, managers, null);
        return context;
    }

    /** The server's end, to be set up. */
    public SSLEngine server() {
        return server;
    }

    /** The client's end, to be set up. */
    public SSLEngine client() {
        return client;
    }

    /** To the end, or until one of them refuses. */
    public Handshake run() throws SSLException {
        server.beginHandshake();
        client.beginHandshake();
        boolean moved = true;
        while (moved) {
            moved = step(client, toServer, toClient);
            moved |= step(server, toClient, toServer);
        }
        return this;
    }

    /** What the client was shown. */
    public X509Certificate shown() throws SSLPeerUnverifiedException {
        return (X509Certificate) client.getSession().getPeerCertificates()[0];
    }

    /** What the server was shown; none if the client has shown none. */
    public List<X509Certificate> shownByClient() {
        try {
            return Stream.of(server.getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }

    private static boolean step(SSLEngine engine, ByteBuffer out, ByteBuffer in)
            throws SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        return switch (status) {
            case NEED_TASK -> {
                engine.getDelegatedTask().run();
                yield true;
            }
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out).bytesProduced() > 0;
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> unwrap(engine, in);
        };
    }

    private static boolean unwrap(SSLEngine engine, ByteBuffer in) throws SSLException {
        in.flip();
        try {
            ByteBuffer text = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
            SSLEngineResult result = engine.unwrap(in, text);
            return result.bytesConsumed() > 0;
        } finally {
            in.compact();
        }
    }
}

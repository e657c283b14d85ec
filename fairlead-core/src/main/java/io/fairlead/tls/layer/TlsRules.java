package io.fairlead.tls.layer;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.session.Carrier;
import io.fairlead.session.Layer;
import io.fairlead.session.OpenListener;
import io.fairlead.session.Session;
import io.fairlead.session.SocketSide;
import io.fairlead.session.Terms;
import io.fairlead.tls.TlsOptions;
import io.fairlead.tls.key.Identities;
import io.fairlead.tls.key.Identity;
import io.fairlead.tls.key.KeyFiles;
import io.fairlead.tls.keylog.KeyLog;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * How the connections of one server, or client, speak TLS: makes their layers. Safe for any thread.
 */
public final class TlsRules implements Layer {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final Contexts contexts;
    private final TlsOptions options;
    private final @Nullable String host; // of a client's server; null for a server
    private final int port;
    private final SSLParameters parameters;
    private final Executor compute;
    private volatile Runnable onReplaced = () -> {};

    private TlsRules(
            Contexts contexts,
            TlsOptions options,
            @Nullable Endpoint server,
            SSLParameters parameters,
            Executor compute) {
        this.contexts = contexts;
        this.options = options;
        host = server == null ? null : host(server, options);
        port = server == null ? -1 : server.port();
        this.parameters = parameters;
        this.compute = compute;
    }

    /**
     * A server's.
     *
     * @param compute runs what takes some time of a processor
     * @throws NetException if a file cannot be used; says which, and why
     */
    public static TlsRules ofServer(Endpoint endpoint, TlsOptions options, Executor compute)
            throws NetException {
        return ofServer(Contexts.of(endpoint, options), options, compute);
    }

    /**
     * Those of a server's worker process, which has no files: what it shows is replaced by {@link
     * #replace}.
     */
    public static TlsRules ofWorker(TlsOrder order, Executor compute) throws IOException {
        try {
            return ofServer(Contexts.of(order), order.options(), compute);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static TlsRules ofServer(Contexts contexts, TlsOptions options, Executor compute) {
        SSLParameters parameters = parameters(contexts.context(), options);
        switch (options.clientCertificates()) {
            case NEEDED -> parameters.setNeedClientAuth(true);
            case WANTED -> parameters.setWantClientAuth(true);
            case NONE -> {} // as it is
        }
        return new TlsRules(contexts, options, null, parameters, compute);
    }

    /**
     * A client's; where the endpoint is for no TLS, the layer is none.
     *
     * @param endpoint whose host the server's certificate must be for
     * @throws NetException if a file cannot be used; says which, and why
     */
    public static Layer layerOfClient(Endpoint endpoint, TlsOptions options, Executor compute)
            throws NetException {
        boolean isTls = endpoint.scheme() == Endpoint.Scheme.TLS;
        return isTls ? ofClient(endpoint, options, compute) : Layer.NONE;
    }

    /** A client's, of an endpoint for TLS; as {@link #layerOfClient}. */
    public static TlsRules ofClient(Endpoint endpoint, TlsOptions options, Executor compute)
            throws NetException {
        Contexts contexts = Contexts.of(endpoint, options);
        SSLParameters parameters = parameters(contexts.context(), options);
        if (options.serverName() != null || endpoint.hasHostName()) {
            parameters.setServerNames(List.of(new SNIHostName(host(endpoint, options))));
        }
        // Who trusts one key, or any, asks for no name.
        boolean checksName = options.verifiesPeer() && options.pins().isEmpty();
        if (checksName) parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return new TlsRules(contexts, options, endpoint, parameters, compute);
    }

    private static String host(Endpoint endpoint, TlsOptions options) {
        String name = options.serverName();
        String host = name == null ? endpoint.host() : name;
        int zone = host.indexOf('%');
        return zone < 0 ? host : host.substring(0, zone);
    }

    private static SSLParameters parameters(SSLContext context, TlsOptions options) {
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(VERSIONS);
        String[] all = context.getSupportedSSLParameters().getCipherSuites();
        parameters.setCipherSuites(authenticated(all));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setApplicationProtocols(options.applicationProtocols().toArray(String[]::new));
        return parameters;
    }

    /** Only suites that encrypt and authenticate in one (AEAD), and agree on a key for one use. */
    private static String[] authenticated(String[] supported) {
        return Stream.of(supported)
                .filter(name -> name.contains("_GCM_") || name.contains("_CHACHA20_"))
                .filter(name -> name.matches("TLS_(AES|CHACHA20|ECDHE)_.*"))
                .toArray(String[]::new);
    }

    @Override
    public SocketSide over(Session session, Terms terms, Carrier carrier) {
        return new TlsLayer(session, terms, carrier, this, null);
    }

    @Override
    public boolean opensLater() {
        return true;
    }

    @Override
    public boolean encrypts() {
        return true;
    }

    @Override
    public Layer telling(OpenListener listener) {
        TlsRules rules = this;
        return new Layer() {
            @Override
            public SocketSide over(Session session, Terms terms, Carrier carrier) {
                return new TlsLayer(session, terms, carrier, rules, listener);
            }

            @Override
            public boolean opensLater() {
                return true;
            }

            @Override
            public boolean encrypts() {
                return true;
            }
        };
    }

    /** Those of a layer; null if it protects nothing. */
    public static @Nullable TlsRules of(Layer layer) {
        return layer.inner() instanceof TlsRules rules ? rules : null;
    }

    /** True if an end without close_notify is an end like any other. */
    boolean isLenient() {
        return options.isLenient();
    }

    void compute(Runnable task) {
        compute.execute(task);
    }

    /** True if a file of a certificate or key is not what it was when it was read. */
    public boolean filesChanged() {
        KeyFiles keys = contexts.keys();
        return keys != null && keys.changed();
    }

    /**
     * Reads the files of certificates and keys again; later handshakes are shown what they hold.
     *
     * @return true if that is something else than before
     * @throws IOException if one cannot be used: what was shown before is shown still
     */
    public boolean reload() throws IOException {
        KeyFiles keys = contexts.keys();
        if (keys == null || !keys.reload(Instant.now()).isNew()) return false;
        onReplaced.run();
        return true;
    }

    /** Has {@code listener} called whenever other certificates are shown. */
    public void whenReplaced(Runnable listener) {
        onReplaced = listener;
    }

    /** Shows what {@code order} has from now on: later handshakes see it. */
    public void replace(TlsOrder order) {
        Identities identities = contexts.identities();
        if (identities != null) identities.replace(order.identities());
    }

    /** All of it, for another process of a server; null if it is in a context, not in files. */
    public @Nullable TlsOrder order() {
        Identities identities = contexts.identities();
        if (identities == null) return null;
        KeyLog keyLog = contexts.keyLog();
        return new TlsOrder(
                identities.current(),
                contexts.trusted(),
                options.clientCertificates(),
                options.applicationProtocols(),
                options.isLenient(),
                keyLog == null ? null : keyLog.file().toString());
    }

    /** The certificates of this end itself, as they are shown now; none if they are of no files. */
    public List<X509Certificate> shown() {
        Identities identities = contexts.identities();
        if (identities == null) return List.of();
        return identities.current().stream().map(Identity::certificate).toList();
    }

    /** A new connection's records. */
    Records records() {
        SSLEngine engine = engine();
        KeyLog keyLog = contexts.keyLog();
        return new Records(
                engine, keyLog == null ? null : keyLog.connection(engine.getUseClientMode()));
    }

    /** A new connection's engine. */
    public SSLEngine engine() {
        SSLContext context = contexts.context();
        SSLEngine engine =
                host == null ? context.createSSLEngine() : context.createSSLEngine(host, port);
        engine.setUseClientMode(host != null);
        engine.setSSLParameters(parameters);
        return engine;
    }
}

package io.fairlead.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How one end speaks TLS: what it shows, whom it trusts, and what it allows. Immutable.
 *
 * <pre>{@code
 * Server.at("tls://:7443").tls(TlsOptions.certificate(cert, key)).serve(service);
 * Client.to("tls://gateway.example:7443").start();
 * }</pre>
 *
 * <p>TLS 1.3 and 1.2 are spoken (RFC 8446, RFC 5246), with suites that encrypt and authenticate at
 * once (AEAD). Files are read when a server or client starts.
 */
public final class TlsOptions {
    /** A client's: trusts the authorities of the JDK, and checks the server's name. */
    public static final TlsOptions DEFAULT = new TlsOptions();

    private List<CertificateFiles> certificates = List.of();
    private List<Path> trusted = List.of();
    private List<String> pins = List.of();
    private List<String> applicationProtocols = List.of();
    private ClientCertificates clientCertificates = ClientCertificates.NONE;
    private @Nullable String serverName;
    private @Nullable SSLContext context;
    private boolean verifiesPeer = true;
    private @Nullable Path keyLog;
    private boolean lenient;

    private TlsOptions() {}

    private TlsOptions(TlsOptions other) {
        certificates = other.certificates;
        trusted = other.trusted;
        pins = other.pins;
        applicationProtocols = other.applicationProtocols;
        clientCertificates = other.clientCertificates;
        serverName = other.serverName;
        context = other.context;
        verifiesPeer = other.verifiesPeer;
        lenient = other.lenient;
        keyLog = other.keyLog;
    }

    /**
     * Options of an end that shows one certificate; as {@link #withCertificate(Path, Path)}.
     *
     * @param certificates a file in PEM: the end's own, and those of authorities between
     * @param key a file in PEM: the private key of the first; may be the same file
     */
    public static TlsOptions certificate(Path certificates, Path key) {
        return DEFAULT.withCertificate(certificates, key);
    }

    /** The same, with one certificate more to show, for other host names. */
    public TlsOptions withCertificate(Path newCertificates, Path newKey) {
        return withCertificate(new CertificateFiles(newCertificates, newKey, null));
    }

    /**
     * The same, with one certificate more to show.
     *
     * @param files hold it, and its key
     */
    public TlsOptions withCertificate(CertificateFiles files) {
        TlsOptions other = new TlsOptions(this);
        other.certificates = with(certificates, files);
        return other;
    }

    /**
     * The same, trusting the authorities in {@code file} (PEM), and those of other such files, in
     * place of the JDK's.
     */
    public TlsOptions withTrusted(Path file) {
        TlsOptions other = new TlsOptions(this);
        other.trusted = with(trusted, file);
        return other;
    }

    /**
     * The same, for a client that trusts the server whose public key has this SHA-256, whatever
     * authority has signed its certificate, and for whatever name.
     *
     * @param pin {@code sha256:} and 64 hexadecimal digits, or what {@code sha256/} and Base64 are
     *     in other programs
     */
    public TlsOptions withPin(String pin) {
        TlsOptions other = new TlsOptions(this);
        other.pins = with(pins, pin);
        return other;
    }

    /** The same, for a server that asks clients for certificates of authorities it trusts. */
    public TlsOptions withClientCertificates(ClientCertificates asked) {
        TlsOptions other = new TlsOptions(this);
        other.clientCertificates = asked;
        return other;
    }

    /** The same, with protocols to agree on (ALPN, RFC 7301), the one liked best first. */
    public TlsOptions withApplicationProtocols(String... protocols) {
        TlsOptions other = new TlsOptions(this);
        other.applicationProtocols = List.of(protocols);
        return other;
    }

    /** The same, for a client that asks for {@code name}, and checks it, in place of the host. */
    public TlsOptions withServerName(String name) {
        TlsOptions other = new TlsOptions(this);
        other.serverName = name;
        return other;
    }

    /**
     * The same, for peers that end without close_notify, as some old ones do: such an end is an end
     * of the input like any other. So whoever is on the path can cut a message short, and nobody
     * notices.
     */
    public TlsOptions withLenientEnd() {
        TlsOptions other = new TlsOptions(this);
        other.lenient = true;
        return other;
    }

    /**
     * The same, for a client that does not check who the server is: the connection is encrypted,
     * and whoever is on the path may be its other end. For tests.
     */
    public TlsOptions withoutVerification() {
        TlsOptions other = new TlsOptions(this);
        other.verifiesPeer = false;
        return other;
    }

    /**
     * The same, and the secrets of each connection are appended to {@code file}, in the format of
     * {@code SSLKEYLOGFILE} (RFC 9850). <b>Whoever reads it can read what the connections
     * carry</b>, and under TLS 1.2 change it, too. To look at what goes wrong; not for people's
     * traffic.
     *
     * <p>The file is made with mode 0600. One that others may read or write, or that is a symbolic
     * link, is an error when the server or client starts. A provider of Fairlead's then comes first
     * among the security providers of this process, until its end; other connections than those
     * with a log pass through it unseen. TLS 1.2 connections that resume a session are not in the
     * log, and neither are those of a {@linkplain #withContext context} of another provider than
     * the JDK's.
     */
    public TlsOptions withKeyLog(Path file) {
        TlsOptions other = new TlsOptions(this);
        other.keyLog = file;
        return other;
    }

    /** The same, with keys and trust of {@code newContext}, in place of all files. */
    public TlsOptions withContext(SSLContext newContext) {
        TlsOptions other = new TlsOptions(this);
        other.context = newContext;
        return other;
    }

    private static <T> List<T> with(List<T> some, T one) {
        List<T> all = new ArrayList<>(some);
        all.add(one);
        return List.copyOf(all);
    }

    /** Where the certificates are that this end shows. */
    public List<CertificateFiles> certificates() {
        return certificates;
    }

    /** True if this end has a certificate to show. */
    public boolean showsCertificate() {
        return context != null || !certificates.isEmpty();
    }

    /** Files of the authorities that are trusted; empty for the JDK's. */
    public List<Path> trusted() {
        return trusted;
    }

    /** Public keys that are trusted without an authority. */
    public List<String> pins() {
        return pins;
    }

    /** Protocols to agree on. */
    public List<String> applicationProtocols() {
        return applicationProtocols;
    }

    /** Whether clients are asked for certificates. */
    public ClientCertificates clientCertificates() {
        return clientCertificates;
    }

    /** What a client asks for; null for the host that it connects to. */
    public @Nullable String serverName() {
        return serverName;
    }

    /** In place of all files; null if there is none. */
    public @Nullable SSLContext context() {
        return context;
    }

    /** Where secrets of connections go; null if they stay where they are. */
    public @Nullable Path keyLog() {
        return keyLog;
    }

    /** False if a client does not check who the server is. */
    public boolean verifiesPeer() {
        return verifiesPeer;
    }

    /** True if this end shows nothing, and trusts whom the JDK trusts. */
    public boolean trustsAsJdk() {
        boolean own = showsCertificate() || !trusted.isEmpty() || !pins.isEmpty();
        return !own && verifiesPeer;
    }

    /** True if an end without close_notify is an end like any other. */
    public boolean isLenient() {
        return lenient;
    }
}

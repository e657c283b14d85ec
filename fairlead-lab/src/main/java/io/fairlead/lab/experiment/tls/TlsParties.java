package io.fairlead.lab.experiment.tls;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Side;
import io.fairlead.tls.issue.Authority;
import io.fairlead.tls.issue.CertificateTerms;
import io.fairlead.tls.issue.KeyKind;
import io.fairlead.tls.issue.Purpose;
import io.fairlead.tls.issue.SubjectName;
import io.fairlead.tls.key.Identities;
import io.fairlead.tls.keylog.KeyLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * A server with a certificate for {@code lab.example}, and a client that trusts it: Java's TLS,
 * which writes its secrets down, so that the lab can show what went over the wire.
 */
final class TlsParties implements AutoCloseable {
    /** Whom the client asks for. */
    static final String NAME = "lab.example";

    private final Experiment lab;
    private final Identities shown;
    private final SSLContext clientContext;
    private final Path file;
    private final KeyLog keyLog;
    private SSLContext serverContext;

    TlsParties(Experiment lab) throws IOException {
        this.lab = lab;
        SecureRandom random = new SecureRandom();
        try {
            Authority authority = Authority.create(terms(Purpose.AUTHORITY), random);
            shown = new Identities(List.of(authority.issue(terms(), random)));
            serverContext = showing(shown);
            clientContext = SSLContext.getInstance("TLS");
            clientContext.init(null, trusting(authority).getTrustManagers(), random);
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS in this Java", e);
        }
        file = Files.createTempFile("fairlead-lab", ".keys");
        keyLog = KeyLog.open(file);
    }

    private static SSLContext showing(Identities shown) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new Identities[] {shown}, null, null);
        return context;
    }

    /** The same server, which has forgotten all clients. */
    void restartServer() throws IOException {
        try {
            serverContext = showing(shown);
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS in this Java", e);
        }
    }

    private static CertificateTerms terms(Purpose purpose) {
        Duration day = Duration.ofDays(1);
        return CertificateTerms.of(purpose, List.of(), Instant.now(), day)
                .withCommonName("the lab's authority")
                .withKey(KeyKind.ED25519);
    }

    private static CertificateTerms terms() {
        List<SubjectName> names = List.of(SubjectName.parse(NAME));
        return CertificateTerms.of(Purpose.SERVER, names, Instant.now(), Duration.ofDays(1))
                .withKey(KeyKind.ED25519);
    }

    private static TrustManagerFactory trusting(Authority authority)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", authority.identity().certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        return trust;
    }

    /** A client's end, which asks for {@link #NAME}. */
    TlsParty client(Side side, Fd fd, String version) {
        SSLEngine engine = clientContext.createSSLEngine(NAME, 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setServerNames(List.of(new SNIHostName(NAME)));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new TlsParty(side, fd, engine, keyLog.connection(true));
    }

    /** A server's end. */
    TlsParty server(Side side, Fd fd) {
        SSLEngine engine = serverContext.createSSLEngine();
        engine.setUseClientMode(false);
        return new TlsParty(side, fd, engine, keyLog.connection(false));
    }

    /** Both ends agree; what they said and will say can be shown then. */
    void agree(TlsParty client, TlsParty server) throws IOException {
        client.begin();
        server.begin();
        boolean spoke = true;
        while (spoke) {
            spoke = passOn(client, server);
            spoke |= passOn(server, client);
        }
        lab.secrets(Files.readString(file));
    }

    private boolean passOn(TlsParty from, TlsParty to) throws IOException {
        if (!from.speaks()) return false;
        lab.awaitArrival(from.fd());
        String _ = to.hears();
        return true;
    }

    @Override
    public void close() throws IOException {
        Files.delete(file);
    }
}

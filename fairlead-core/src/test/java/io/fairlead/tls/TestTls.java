package io.fairlead.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.tls.issue.Authority;
import io.fairlead.tls.issue.KeyKind;
import io.fairlead.tls.key.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of this run's own, and what it has signed: one for all tests of this JVM. */
public final class TestTls {
    private static final TestTls ONE = new TestTls();

    private final Authority authority;
    private final Path directory;

    private TestTls() {
        try {
            directory = Files.createTempDirectory("fairlead-test-tls");
            authority = Issued.root("test authority");
            write("authority.pem", authority.identity(), false);
            write("server.pem", ofServer(), true);
            write("client.pem", Issued.client(authority, KeyKind.EC, "sensor-7.example"), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Identity ofServer() throws GeneralSecurityException {
        return Issued.server(authority, KeyKind.EC, "localhost", "127.0.0.1", "::1");
    }

    private Path write(String file, Identity identity, boolean withKey)
            throws IOException, GeneralSecurityException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate one : identity.chain())
            text.append(pem("CERTIFICATE", one.getEncoded()));
        if (withKey) text.append(pem("PRIVATE KEY", identity.key().getEncoded()));
        return Files.writeString(directory.resolve(file), text);
    }

    private static String pem(String label, byte[] bytes) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    // ---- for tests ----

    /** Options of a server at loopback. */
    public static TlsOptions server() {
        Path file = ONE.directory.resolve("server.pem");
        return TlsOptions.certificate(file, file);
    }

    /** The same, with a certificate of its own, which tests can tell from others. */
    public static TlsOptions server(Path file) {
        return TlsOptions.certificate(file, file);
    }

    /** Options of a client that trusts such a server. */
    public static TlsOptions client() {
        return TlsOptions.DEFAULT.withTrusted(authority());
    }

    /** The same, with a certificate to show. */
    public static TlsOptions knownClient() {
        Path file = ONE.directory.resolve("client.pem");
        return client().withCertificate(file, file);
    }

    /** The certificate of the authority. */
    public static Path authority() {
        return ONE.directory.resolve("authority.pem");
    }

    /** Writes a new certificate for loopback, and its key, to {@code file}. */
    public static X509Certificate renew(Path file) {
        try {
            Identity identity = ONE.ofServer();
            Path written = ONE.write(file.getFileName() + ".new", identity, true);
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
            return identity.certificate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The JDK's own context of a client that trusts such a server. */
    public static SSLContext clientContext() {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", ONE.authority.identity().certificate());
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

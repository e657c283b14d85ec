package io.fairlead.tls.layer;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.tls.CertificateFiles;
import io.fairlead.tls.TlsOptions;
import io.fairlead.tls.key.Identities;
import io.fairlead.tls.key.IdentityFiles;
import io.fairlead.tls.key.KeyFiles;
import io.fairlead.tls.key.PasswordSource;
import io.fairlead.tls.key.TrustedCertificates;
import io.fairlead.tls.keylog.KeyLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the JDK's context of what the options say. */
final class Contexts {
    private final SSLContext context;
    private final @Nullable KeyFiles keys;
    private final @Nullable Identities identities;
    private final List<X509Certificate> trusted;
    private final @Nullable KeyLog keyLog;

    private Contexts(
            SSLContext context,
            @Nullable KeyFiles keys,
            @Nullable Identities identities,
            List<X509Certificate> trusted,
            @Nullable KeyLog keyLog) {
        this.context = context;
        this.keys = keys;
        this.identities = identities;
        this.trusted = trusted;
        this.keyLog = keyLog;
    }

    private Contexts(SSLContext context, @Nullable KeyLog keyLog) {
        this(context, null, null, List.of(), keyLog);
    }

    /**
     * Reads the files.
     *
     * @throws NetException if one cannot be used; says which, and why
     */
    static Contexts of(Endpoint endpoint, TlsOptions options) throws NetException {
        SSLContext given = options.context();
        try {
            KeyLog keyLog = keyLog(options);
            if (given != null) return new Contexts(given, keyLog);
            if (options.trustsAsJdk()) return new Contexts(SSLContext.getDefault(), keyLog);
            KeyFiles keys = keys(options);
            Identities identities = keys == null ? null : keys.identities();
            List<X509Certificate> trusted = trusted(options);
            SSLContext made = context(identities, trust(options, trusted));
            return new Contexts(made, keys, identities, trusted, keyLog);
        } catch (IOException | GeneralSecurityException e) {
            throw NetException.of("open", endpoint, e);
        }
    }

    /** Those of a process that has no files: what it shows may be replaced. */
    static Contexts of(TlsOrder order) throws GeneralSecurityException, IOException {
        Identities identities = new Identities(order.identities());
        SSLContext made = context(identities, trust(order.options(), order.trusted()));
        KeyLog keyLog = keyLog(order.options());
        return new Contexts(made, null, identities, order.trusted(), keyLog);
    }

    private static SSLContext context(
            @Nullable Identities identities, TrustManager @Nullable [] trust)
            throws GeneralSecurityException {
        KeyManager[] shown = identities == null ? null : new KeyManager[] {identities};
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(shown, trust, new SecureRandom());
        return made;
    }

    private static @Nullable KeyLog keyLog(TlsOptions options) throws IOException {
        Path file = options.keyLog();
        return file == null ? null : KeyLog.open(file);
    }

    /** Where secrets go; null if nobody has asked for them. */
    @Nullable KeyLog keyLog() {
        return keyLog;
    }

    SSLContext context() {
        return context;
    }

    /** What is shown, from files that may change; null if there are none. */
    @Nullable KeyFiles keys() {
        return keys;
    }

    /** What is shown; null if that is nothing, or what the context says. */
    @Nullable Identities identities() {
        return identities;
    }

    /** The authorities that are trusted; none for those of the JDK, or of the context. */
    List<X509Certificate> trusted() {
        return trusted;
    }

    private static @Nullable KeyFiles keys(TlsOptions options) throws IOException {
        List<CertificateFiles> files = options.certificates();
        if (files.isEmpty()) return null;
        List<IdentityFiles> all =
                files.stream()
                        .map(one -> new IdentityFiles(one.certificates(), one.key()))
                        .toList();
        return new KeyFiles(all, passwords(files), Instant.now());
    }

    private static PasswordSource passwords(List<CertificateFiles> files) {
        return name -> {
            for (CertificateFiles one : files) {
                Path password = one.password();
                if (password == null || !one.key().toString().equals(name)) continue;
                List<String> lines = Files.readAllLines(password);
                return lines.isEmpty() ? new char[0] : lines.getFirst().toCharArray();
            }
            return null;
        };
    }

    private static List<X509Certificate> trusted(TlsOptions options) throws IOException {
        List<X509Certificate> all = new ArrayList<>();
        for (Path file : options.trusted()) all.addAll(TrustedCertificates.read(file));
        return List.copyOf(all);
    }

    /** Null for those that the JDK trusts. */
    private static TrustManager @Nullable [] trust(
            TlsOptions options, List<X509Certificate> trusted)
            throws IOException, GeneralSecurityException {
        if (!options.verifiesPeer()) return new TrustManager[] {PeerTrust.anybody()};
        if (!options.pins().isEmpty()) return new TrustManager[] {PeerTrust.pinned(options.pins())};
        if (trusted.isEmpty()) return null;
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        for (X509Certificate one : trusted) {
            authorities.setCertificateEntry("ca" + authorities.size(), one);
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory.getTrustManagers();
    }
}

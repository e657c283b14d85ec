package io.fairlead.tls.layer;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.tls.CertificateFiles;
import io.fairlead.tls.TlsOptions;
import io.fairlead.tls.key.IdentityFiles;
import io.fairlead.tls.key.KeyFiles;
import io.fairlead.tls.key.PasswordSource;
import io.fairlead.tls.key.TrustedCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
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

    private Contexts(SSLContext context, @Nullable KeyFiles keys) {
        this.context = context;
        this.keys = keys;
    }

    /**
     * Reads the files.
     *
     * @throws NetException if one cannot be used; says which, and why
     */
    static Contexts of(Endpoint endpoint, TlsOptions options) throws NetException {
        SSLContext given = options.context();
        if (given != null) return new Contexts(given, null);
        try {
            if (options.trustsAsJdk()) return new Contexts(SSLContext.getDefault(), null);
            KeyFiles keys = keys(options);
            KeyManager[] shown = keys == null ? null : new KeyManager[] {keys.identities()};
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(shown, trust(options), new SecureRandom());
            return new Contexts(made, keys);
        } catch (IOException | GeneralSecurityException e) {
            throw NetException.of("open", endpoint, e);
        }
    }

    SSLContext context() {
        return context;
    }

    /** What is shown, from files that may change; null if there are none. */
    @Nullable KeyFiles keys() {
        return keys;
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

    /** Null for those that the JDK trusts. */
    private static TrustManager @Nullable [] trust(TlsOptions options)
            throws IOException, GeneralSecurityException {
        if (!options.verifiesPeer()) return new TrustManager[] {new AnyPeer()};
        if (!options.pins().isEmpty()) return new TrustManager[] {new PinnedPeer(options.pins())};
        if (options.trusted().isEmpty()) return null;
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        for (Path file : options.trusted()) {
            for (X509Certificate one : TrustedCertificates.read(file)) {
                authorities.setCertificateEntry("ca" + authorities.size(), one);
            }
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory.getTrustManagers();
    }
}

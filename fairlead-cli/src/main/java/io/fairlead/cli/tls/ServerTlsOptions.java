package io.fairlead.cli.tls;

import io.fairlead.cli.Shell;
import io.fairlead.net.Endpoint;
import io.fairlead.tls.CertificateFiles;
import io.fairlead.tls.ClientCertificates;
import io.fairlead.tls.TlsOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of whoever serves at {@code tls://} endpoints. */
public final class ServerTlsOptions {
    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description =
                    "tls://: the server's certificate and its chain, PEM or PKCS#12. You may give"
                            + " it several times, each with a --key, for several names.")
    private List<Path> certificates = List.of();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "tls://: the private key of the --cert. Default: in the same file.")
    private List<Path> keys = List.of();

    @Option(
            names = "--key-password-file",
            paramLabel = "FILE",
            description = "tls://: a file whose first line opens an encrypted key.")
    private @Nullable Path password;

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description =
                    "tls://: serve only clients with a certificate of an authority in this file.")
    private @Nullable Path clientAuthority;

    @Mixin private KeyLogOption keyLog = new KeyLogOption();

    /** None is given yet. */
    public ServerTlsOptions() {}

    /**
     * What they mean for servers at {@code endpoints}.
     *
     * @throws IllegalArgumentException if one is missing, or means nothing; the message names it
     */
    public TlsOptions options(List<Endpoint> endpoints) {
        boolean isTls = endpoints.stream().anyMatch(one -> one.scheme() == Endpoint.Scheme.TLS);
        if (!isTls) {
            if (!isGiven()) return TlsOptions.DEFAULT;
            throw new IllegalArgumentException(
                    "--cert, --key, --client-ca and --keylog are for a tls://HOST:PORT to serve at,"
                            + " and there is none");
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "a tls:// endpoint needs --cert FILE and --key FILE; fairlead cert makes both"
                            + " for a trial");
        }
        if (!keys.isEmpty() && keys.size() != certificates.size()) {
            throw new IllegalArgumentException(
                    "--cert is given "
                            + certificates.size()
                            + " times and --key "
                            + keys.size()
                            + " times; each certificate has one key");
        }
        return options();
    }

    /** True if there is a certificate to show. */
    public boolean showsCertificate() {
        return !certificates.isEmpty();
    }

    private boolean isGiven() {
        boolean shows = !certificates.isEmpty() || !keys.isEmpty();
        return shows || clientAuthority != null || keyLog.isGiven();
    }

    /** Says on standard error what the options give away, if they do. */
    public void warn(Shell shell) {
        keyLog.warn(shell);
    }

    private TlsOptions options() {
        TlsOptions options = keyLog.in(TlsOptions.DEFAULT);
        for (int i = 0; i < certificates.size(); i++) {
            Path certificate = certificates.get(i);
            Path key = keys.isEmpty() ? certificate : keys.get(i);
            options = options.withCertificate(new CertificateFiles(certificate, key, password));
        }
        if (clientAuthority == null) return options;
        return options.withTrusted(clientAuthority)
                .withClientCertificates(ClientCertificates.NEEDED);
    }
}

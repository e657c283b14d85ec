package io.fairlead.cli.tls;

import io.fairlead.net.Endpoint;
import io.fairlead.tls.CertificateFiles;
import io.fairlead.tls.TlsOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom to trust at a {@code tls://} endpoint. */
public class TrustOptions {
    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "tls://: trust the authorities in this file, not the system's Java's.")
    private List<Path> authorities = List.of();

    @Option(
            names = "--pin",
            paramLabel = "sha256:DIGEST",
            description =
                    "tls://: trust the server that has this public key, whatever its certificate"
                            + " says. -v shows a server's.")
    private List<String> pins = List.of();

    @Option(
            names = "--servername",
            paramLabel = "NAME",
            description = "tls://: ask for this name (SNI) and check it. Default: the host.")
    private @Nullable String serverName;

    @Option(
            names = "--insecure",
            description =
                    "tls://: do not check who the server is: anybody on the way could be it, and"
                            + " read and change everything.")
    private boolean insecure;

    /** None is given yet. */
    public TrustOptions() {}

    /**
     * What they mean for a connection to {@code endpoint}.
     *
     * @throws IllegalArgumentException if one means nothing there; the message names it
     */
    public TlsOptions options(Endpoint endpoint) {
        if (endpoint.scheme() != Endpoint.Scheme.TLS && isGiven()) {
            throw new IllegalArgumentException(
                    "--ca, --pin, --servername, --insecure, --keylog and such are for tls://"
                            + " endpoints, and "
                            + endpoint
                            + " is none");
        }
        TlsOptions options = TlsOptions.DEFAULT;
        for (Path authority : authorities) options = options.withTrusted(authority);
        for (String pin : pins) options = options.withPin(pin);
        if (serverName != null) options = options.withServerName(serverName);
        return insecure ? options.withoutVerification() : options;
    }

    /**
     * The same, with a certificate to show.
     *
     * @param certificate null if none is given
     * @param key null if it is in the same file
     * @param names of the options of both, for the error if there is a key alone
     */
    protected static TlsOptions showing(
            TlsOptions options, @Nullable Path certificate, @Nullable Path key, String names) {
        if (certificate != null) {
            Path own = key == null ? certificate : key;
            return options.withCertificate(new CertificateFiles(certificate, own, null));
        }
        if (key == null) return options;
        throw new IllegalArgumentException(names + "; give both");
    }

    /** True if whoever answers is taken for the server. */
    public final boolean isInsecure() {
        return insecure;
    }

    /** True if one is given, which means nothing for an endpoint without TLS. */
    protected boolean isGiven() {
        boolean trusts = !authorities.isEmpty() || !pins.isEmpty() || insecure;
        return trusts || serverName != null;
    }
}

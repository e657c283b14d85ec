package io.fairlead.cli.tls;

import io.fairlead.net.Endpoint;
import io.fairlead.tls.TlsOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of whoever connects to a {@code tls://} endpoint. */
public class ClientTlsOptions extends TrustOptions {
    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "tls://: a client certificate to show, PEM or PKCS#12.")
    private @Nullable Path certificate;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "tls://: the private key of --cert. Default: in the same file.")
    private @Nullable Path key;

    /** None is given yet. */
    public ClientTlsOptions() {}

    @Override
    public TlsOptions options(Endpoint endpoint) {
        return showing(super.options(endpoint), certificate, key, "--key is for --cert");
    }

    @Override
    protected boolean isGiven() {
        return super.isGiven() || certificate != null || key != null;
    }
}

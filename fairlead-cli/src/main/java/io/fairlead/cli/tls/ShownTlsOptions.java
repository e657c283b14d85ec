package io.fairlead.cli.tls;

import io.fairlead.cli.Shell;
import io.fairlead.net.Endpoint;
import io.fairlead.tls.TlsOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The same, where a person may want to see what the server shows. */
public final class ShownTlsOptions extends ClientTlsOptions {
    @Option(
            names = {"-v", "--verbose"},
            description = "tls://: show the server's certificates, and the --pin of its key.")
    private boolean verbose;

    @Mixin private KeyLogOption keyLog = new KeyLogOption();

    /** None is given yet. */
    public ShownTlsOptions() {}

    /** True if the server's certificates are to be shown. */
    public boolean isVerbose() {
        return verbose;
    }

    @Override
    public TlsOptions options(Endpoint endpoint) {
        return keyLog.in(super.options(endpoint));
    }

    /** Says on standard error what the options give away, if they do. */
    public void warn(Shell shell) {
        if (isInsecure()) {
            shell.say("warning: --insecure: whoever answers is taken for the server");
        }
        keyLog.warn(shell);
    }

    @Override
    protected boolean isGiven() {
        return super.isGiven() || verbose || keyLog.isGiven();
    }
}

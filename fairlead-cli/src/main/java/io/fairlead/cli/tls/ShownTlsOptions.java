package io.fairlead.cli.tls;

import picocli.CommandLine.Option;

/** The same, where a person may want to see what the server shows. */
public final class ShownTlsOptions extends ClientTlsOptions {
    @Option(
            names = {"-v", "--verbose"},
            description = "tls://: show the server's certificates, and the --pin of its key.")
    private boolean verbose;

    /** None is given yet. */
    public ShownTlsOptions() {}

    /** True if the server's certificates are to be shown. */
    public boolean isVerbose() {
        return verbose;
    }

    @Override
    protected boolean isGiven() {
        return super.isGiven() || verbose;
    }
}

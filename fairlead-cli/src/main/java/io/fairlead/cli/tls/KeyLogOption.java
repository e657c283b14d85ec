package io.fairlead.cli.tls;

import io.fairlead.cli.Shell;
import io.fairlead.net.text.Printable;
import io.fairlead.tls.TlsOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of one end that writes the secrets of its connections into a file. */
public final class KeyLogOption {
    @Option(
            names = "--keylog",
            paramLabel = "FILE",
            description =
                    "tls://: append the secrets of each connection to this file, as SSLKEYLOGFILE"
                            + " has them: who reads it can read what the connections carry. For"
                            + " trace --keylog and Wireshark.")
    private @Nullable Path file;

    /** It is not given yet. */
    public KeyLogOption() {}

    boolean isGiven() {
        return file != null;
    }

    TlsOptions in(TlsOptions options) {
        return file == null ? options : options.withKeyLog(file);
    }

    /** Says on standard error what the file is, if there is one. */
    void warn(Shell shell) {
        if (file == null) return;
        shell.say(
                "warning: --keylog: whoever reads "
                        + Printable.of(file.toString())
                        + " can read what these connections carry, also later, from a capture");
    }
}

package io.fairlead.cli.restart;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --name}, of a command that serves. */
public final class NameOption {
    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "Call it NAME, so that fairlead restart NAME replaces it by a new process.")
    private @Nullable ServerName name;

    @Option(
            names = "--retire-timeout",
            paramLabel = "DURATION",
            defaultValue = "10m",
            description =
                    "After a restart, the old process serves those who are connected for this long."
                            + " Default: 10m.")
    private Duration retireTimeout = Duration.ofMinutes(10);

    /** How long whoever is connected may stay with a process that has been replaced. */
    public Duration retireTimeout() {
        return retireTimeout;
    }

    /** Null if it has none, and cannot be restarted. */
    public @Nullable ServerName name() {
        return name;
    }
}

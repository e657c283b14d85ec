package io.fairlead.restart;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Starts the command of this process once more, with the same output and working directory. */
final class SameCommand {
    /** What is for one process alone: see sd_listen_fds(3), sd_watchdog_enabled(3). */
    private static final Set<String> OWN =
            Set.of("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "WATCHDOG_PID");

    private SameCommand() {}

    static Process start(String variable, String value) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Self.command()).inheritIO();
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(OWN);
        environment.put(variable, value);
        return builder.start();
    }
}

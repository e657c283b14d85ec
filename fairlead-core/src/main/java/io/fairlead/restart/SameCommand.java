package io.fairlead.restart;

import io.fairlead.net.given.GivenSockets;
import java.io.IOException;
import java.util.Map;

/** Starts the command of this process once more, with the same output and working directory. */
final class SameCommand {
    private SameCommand() {}

    static Process start(Map<String, String> variables) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Self.command()).inheritIO();
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(GivenSockets::isOwn);
        environment.remove("WATCHDOG_PID"); // it names this process, sd_watchdog_enabled(3)
        environment.putAll(variables);
        return builder.start();
    }
}

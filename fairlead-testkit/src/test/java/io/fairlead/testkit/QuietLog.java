package io.fairlead.testkit;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Faults that are wanted are logged by the thousand: nobody would read that. */
final class QuietLog {
    private static final Logger LOGGER =
            Logger.getLogger("io.fairlead"); // kept, or it is forgotten

    private QuietLog() {}

    static void begin() {
        LOGGER.setLevel(Level.OFF);
    }
}

package io.fairlead.cli.bench;

import io.fairlead.load.Load;
import java.time.Duration;

/**
 * What a load is where no option says it.
 *
 * @param connections at a time
 * @param codec how messages are cut out of a stream
 * @param answer what comes back
 * @param warmUp before anything counts
 * @param duration of what counts
 */
record LoadDefaults(
        int connections, String codec, Load.Answer answer, Duration warmUp, Duration duration) {
    /** Of one server. */
    static final LoadDefaults ALONE =
            new LoadDefaults(
                    1, "raw", Load.Answer.ECHO, Duration.ofSeconds(2), Duration.ofSeconds(10));

    /** Of each of several: short, as there are many rounds. A pool has ten threads. */
    static LoadDefaults compared(String codec, Load.Answer answer) {
        return new LoadDefaults(10, codec, answer, Duration.ofMillis(500), Duration.ofMillis(600));
    }
}

package io.fairlead.cli.serve;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where events go. Safe for any thread.
 *
 * @param format how one becomes a line
 * @param quiet whether clients that come and go are left out
 * @param counts sums up those that come too often
 * @param lines takes the lines
 */
public record Log(LogFormat format, boolean quiet, EventCounts counts, Consumer<String> lines) {
    /** Logs an event that somebody should see. */
    public void event(LogEvent event) {
        if (counts.admit(event.name())) lines.accept(format.line(event));
    }

    /** Logs the doings of one client. */
    public void detail(Supplier<LogEvent> event) {
        if (!quiet) event(event.get());
    }
}

package io.fairlead.server.report;

import io.fairlead.net.Endpoint;
import java.time.Duration;
import java.util.List;

/**
 * A thread that is still in a handler or service though its server has closed.
 *
 * @param endpoint of the server
 * @param thread its name and number
 * @param waited for how long the server has waited for it
 * @param stack what it does at this moment, the innermost call first
 */
public record StuckReport(
        Endpoint endpoint, String thread, Duration waited, List<StackTraceElement> stack) {
    /** Keeps a copy of the stack. */
    public StuckReport {
        stack = List.copyOf(stack);
    }

    /** The report in a sentence, and the stack, a line for each call. */
    public String words() {
        return endpoint
                + ": closed after "
                + waited.toMillis()
                + " ms, although "
                + thread
                + " has not returned from the service: its waits need a time limit"
                + StallReport.lines(stack);
    }
}

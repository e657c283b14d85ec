package io.fairlead.server.report;

import io.fairlead.net.Endpoint;
import java.time.Duration;
import java.util.List;

/**
 * Somebody holds an event loop: a handler, service or codec that computes or waits. No other
 * connection, or source of datagrams, of that loop is served meanwhile.
 *
 * @param endpoint of the server
 * @param thread name and number of the thread that holds it: the loop's own, or under {@code
 *     pooled-virtual} the virtual thread
 * @param duration for which it has done so, up to now; a stop of the whole process does not count
 * @param stack what it does at this moment, the innermost call first
 */
public record StallReport(
        Endpoint endpoint, String thread, Duration duration, List<StackTraceElement> stack) {
    /** Keeps a copy of the stack. */
    public StallReport {
        stack = List.copyOf(stack);
    }

    /** The report in a sentence, and the stack, a line for each call. */
    public String words() {
        return endpoint
                + ": "
                + thread
                + " has held its event loop for "
                + duration.toMillis()
                + " ms, and the loop's other connections wait; move long computations"
                + " and waits to another thread (a handler may wait)"
                + lines(stack);
    }

    static String lines(List<StackTraceElement> stack) {
        StringBuilder lines = new StringBuilder();
        stack.forEach(call -> lines.append("\n    at ").append(call));
        return lines.toString();
    }
}

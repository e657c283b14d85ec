package io.fairlead.server;

import io.fairlead.net.Endpoint;
import java.time.Duration;
import java.util.List;

/**
 * A handler or service that holds an event loop: no other connection of that loop is served
 * meanwhile.
 *
 * @param endpoint of the server
 * @param thread name and number of the virtual thread that holds it
 * @param duration for which it has done so, up to now
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
        StringBuilder words =
                new StringBuilder()
                        .append(endpoint)
                        .append(": ")
                        .append(thread)
                        .append(" has held its event loop for ")
                        .append(duration.toMillis())
                        .append(" ms, and the loop's other connections wait; a handler may wait,")
                        .append(" but long computations and native calls belong in another thread");
        stack.forEach(call -> words.append("\n    at ").append(call));
        return words.toString();
    }
}

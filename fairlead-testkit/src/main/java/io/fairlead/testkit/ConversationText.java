package io.fairlead.testkit;

import io.fairlead.testkit.simulation.Trace;
import java.util.Locale;

/** What happened in a network, as text. */
final class ConversationText {
    private final Trace trace;

    ConversationText(Trace trace) {
        this.trace = trace;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Trace.Step step : trace.steps()) text.append(line(step)).append('\n');
        return text.toString();
    }

    private static String line(Trace.Step step) {
        String time = String.format(Locale.ROOT, "%12.6f", step.atNs() / 1e9);
        String head = time + "  #" + step.connection() + "  ";
        if (step.kind() == Trace.Kind.FAULT) {
            return head + step.from() + "  ** " + step.word() + " " + step.number();
        }
        String what = step.kind().name().toLowerCase(Locale.ROOT);
        String data = step.data().replace("\n", "\\n");
        String size = step.kind() == Trace.Kind.DATA ? " " + step.number() + " " + data : "";
        return head + step.from() + " -> " + step.to() + "  " + what + size;
    }
}

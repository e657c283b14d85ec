package io.fairlead.cli.serve;

import io.fairlead.net.Printable;
import io.fairlead.server.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a server says first: where it is, how it serves, and how to try it. */
final class FirstLines {
    private FirstLines() {}

    /**
     * @param used the model that serves
     * @param more what else people should know
     */
    static List<String> of(
            ServePlan plan, Model used, List<Stall> stalls, LogFormat format, List<String> more) {
        return format == LogFormat.JSON ? json(plan, used, stalls) : text(plan, used, stalls, more);
    }

    private static List<String> json(ServePlan plan, Model used, List<Stall> stalls) {
        return stalls.stream()
                .map(stall ->
                        Event.of("listening", "")
                                .with("endpoint", stall.server().endpoint().toString())
                                .with("service", stall.offer().service().word())
                                .with("model", used.word())
                                .with("loops", plan.loops())
                                .with("connections_max", plan.limits().connectionsMax())
                                .with("try", stall.tryIt()))
                .map(LogFormat.JSON::line)
                .toList();
    }

    private static List<String> text(
            ServePlan plan, Model used, List<Stall> stalls, List<String> more) {
        int width = stalls.stream().mapToInt(stall -> place(stall).length()).max().orElse(1);
        String row = "%-8s %-" + width + "s  %s";
        List<String> lines = new ArrayList<>();
        for (Stall stall : stalls) {
            String word = stall.offer().service().word();
            String tryIt = Printable.of(stall.tryIt());
            lines.add(String.format(Locale.ROOT, row, word, place(stall), tryIt));
        }
        lines.add(plan.words(used));
        lines.addAll(plan.limitWords(stalls.stream().map(Stall::offer).toList()));
        lines.addAll(more);
        lines.add("Ctrl-C finishes what is in flight and ends.");
        return lines;
    }

    private static String place(Stall stall) {
        return Printable.of(stall.server().endpoint().toString());
    }
}

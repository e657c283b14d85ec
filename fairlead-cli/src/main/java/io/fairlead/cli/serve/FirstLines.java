package io.fairlead.cli.serve;

import io.fairlead.net.Endpoint;
import io.fairlead.net.text.Printable;
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
            ServePlan plan, Model used, List<Served> served, LogFormat format, List<String> more) {
        return format == LogFormat.JSON ? json(plan, used, served) : text(plan, used, served, more);
    }

    private static List<String> json(ServePlan plan, Model used, List<Served> served) {
        return served.stream()
                .map(one ->
                        LogEvent.of("listening", "")
                                .with("endpoint", one.server().endpoint().toString())
                                .with("service", one.offer().service().word())
                                .with("model", used.word())
                                .with("loops", plan.loops())
                                .with("connections_max", plan.limits().connectionsMax())
                                .with("try", tryIt(plan, one)))
                .map(LogFormat.JSON::line)
                .toList();
    }

    private static List<String> text(
            ServePlan plan, Model used, List<Served> served, List<String> more) {
        int width = served.stream().mapToInt(one -> place(one).length()).max().orElse(1);
        String row = "%-8s %-" + width + "s  %s";
        List<String> lines = new ArrayList<>();
        for (Served one : served) {
            String word = one.offer().service().word();
            String tryIt = Printable.of(tryIt(plan, one));
            lines.add(String.format(Locale.ROOT, row, word, place(one), tryIt));
        }
        lines.add(plan.words(used));
        lines.addAll(plan.limitWords(served.stream().map(Served::offer).toList()));
        lines.addAll(plan.proxyWords());
        lines.addAll(more);
        lines.add("Ctrl-C finishes what is in flight and ends.");
        return lines;
    }

    /** Behind a proxy, other people's clients have no header to begin with. */
    private static String tryIt(ServePlan plan, Served one) {
        if (plan.proxies() == null) return one.tryIt(plan.chosenCodec(one.offer()));
        Endpoint endpoint = one.server().endpoint();
        String trust = endpoint.scheme() == Endpoint.Scheme.TLS ? " --ca FILE " : " ";
        String here = endpoint.toString().replace("//*:", "//127.0.0.1:");
        return "fairlead connect --send-proxy 2" + trust + here;
    }

    private static String place(Served one) {
        return Printable.of(one.server().endpoint().toString());
    }
}

package io.fairlead.cli.serve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What could not be served, and why. For one thread. */
final class NotServed {
    // As io.fairlead.net writes it: the port is held by pid 4711 (nginx, user www-data)
    private static final Pattern HOLDER =
            Pattern.compile("(?:held|served) by (pid \\d+ \\([^,)]+)");

    private final Map<String, List<String>> sentences = new LinkedHashMap<>();

    /** Takes down that a service has no endpoint. */
    void add(String service, String reason) {
        Matcher holder = HOLDER.matcher(reason);
        sentences
                .computeIfAbsent(holder.find() ? holder.group(1) + ")" : "", _ -> new ArrayList<>())
                .add(reason + "; " + service + " is not served there");
    }

    /** A sentence for each; one for all that the same process holds. */
    List<String> sentences() {
        List<String> all = new ArrayList<>();
        sentences.forEach((holder, group) -> {
            if (holder.isEmpty() || group.size() == 1) {
                all.addAll(group);
            } else {
                all.add(
                        String.format(
                                        Locale.ROOT,
                                        "%d endpoints are held by %s: another fairlead"
                                                + " serve? Stop it, or name a",
                                        group.size(),
                                        holder)
                                + " service and a free port, as in echo=0");
            }
        });
        return all;
    }
}

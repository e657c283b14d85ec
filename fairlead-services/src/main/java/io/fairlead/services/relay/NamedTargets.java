package io.fairlead.services.relay;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which targets a connection may go to, by the name that its client asks for. Safe for any thread.
 *
 * @param byName each name in lower case, or {@code *.} and a domain for all names one level below
 * @param others for who asks for another name or for none; null if they are refused
 */
record NamedTargets(Map<String, RelayTargets> byName, @Nullable RelayTargets others) {
    private static final String ANY = "*";

    /** The form in which names are compared: DNS knows no case (RFC 4343). */
    static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** True if the targets depend on what the client asks for. */
    boolean readNames() {
        return !byName.isEmpty();
    }

    /**
     * Where a client goes to.
     *
     * @param name in its normal form; null if the client names nobody
     * @return null if it is refused
     */
    @Nullable RelayTargets to(@Nullable String name) {
        if (name == null) return others;
        RelayTargets exact = byName.get(name);
        if (exact != null) return exact;
        int dot = name.indexOf('.');
        RelayTargets family = dot > 0 ? byName.get(ANY + name.substring(dot)) : null;
        return family != null ? family : others;
    }

    /** All targets, each once. */
    List<RelayTarget> all() {
        Set<RelayTarget> all = new LinkedHashSet<>();
        byName.values().forEach(some -> all.addAll(some.all));
        if (others != null) all.addAll(others.all);
        return List.copyOf(all);
    }

    void close() {
        all().forEach(RelayTarget::close);
    }
}

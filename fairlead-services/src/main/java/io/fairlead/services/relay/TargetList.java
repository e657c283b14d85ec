package io.fairlead.services.relay;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The targets that a relay is given before it starts; not thread-safe. */
final class TargetList {
    private final Endpoint listen;
    private final List<Endpoint> others = new ArrayList<>();
    private final Map<String, List<Endpoint>> byName = new LinkedHashMap<>();
    private boolean unixDatagrams;

    /** Makes what connects to a target. */
    @FunctionalInterface
    interface Opener {
        RelayTarget open(Endpoint target) throws NetException;
    }

    TargetList(Endpoint listen) {
        this.listen = listen;
    }

    /** Unix-domain endpoints are for datagrams. */
    void datagrams() {
        unixDatagrams = true;
    }

    boolean haveUnixDatagrams() {
        return unixDatagrams;
    }

    /** Refuses PROXY headers where no connection could begin with one. */
    void requireStreams() {
        if (!isDatagram(listen)) return;
        throw new IllegalArgumentException(
                "a PROXY header is the beginning of a connection, and "
                        + listen
                        + " has datagrams; leave it out");
    }

    void requireDatagrams() {
        if (isDatagram(listen)) return;
        throw new IllegalArgumentException(listen + " has connections, and no datagrams");
    }

    boolean isEmpty() {
        return others.isEmpty() && byName.isEmpty();
    }

    /** Adds one for clients that ask for no name of the others. */
    void add(Endpoint target) {
        requireSameNature(target);
        if (!byName.isEmpty()) requireUnopened(target);
        others.add(target);
    }

    /** Adds one for clients that ask for {@code name}. */
    void add(String name, Endpoint target) {
        requireSameNature(target);
        if (isDatagram(listen) || listen.scheme() == Endpoint.Scheme.TLS) {
            throw new IllegalArgumentException(
                    "names are read from TLS that passes through, and "
                            + listen
                            + (isDatagram(listen)
                                    ? " has datagrams"
                                    : " ends it; listen at tcp://, and leave the certificate to"
                                            + " the targets"));
        }
        requireUnopened(target);
        others.forEach(TargetList::requireUnopened);
        byName.computeIfAbsent(normal(name), _ -> new ArrayList<>()).add(target);
    }

    private static void requireUnopened(Endpoint target) {
        if (target.scheme() != Endpoint.Scheme.TLS) return;
        throw new IllegalArgumentException(
                "TLS that passes through is not put into TLS once more; write "
                        + target.toString().replace("tls://", "tcp://"));
    }

    private static String normal(String name) {
        String normal = NamedTargets.normal(name);
        String host = normal.startsWith("*.") ? normal.substring(2) : normal;
        if (host.matches("[a-z0-9_-]+(\\.[a-z0-9_-]+)*")) return normal;
        throw new IllegalArgumentException(
                "\"%s\" is no host name; write one such as chat.example.org, or *.example.org for"
                                .formatted(name)
                        + " all names one level below (international ones as xn--...)");
    }

    /**
     * Opens each once. The caller closes what {@code opened} has, also after an exception.
     *
     * @param opened gets the targets
     */
    NamedTargets open(Opener opener, Map<Endpoint, RelayTarget> opened, Balance balance)
            throws NetException {
        Map<String, RelayTargets> named = new HashMap<>();
        for (Map.Entry<String, List<Endpoint>> one : byName.entrySet()) {
            named.put(one.getKey(), targets(one.getValue(), opener, opened, balance));
        }
        @Nullable RelayTargets rest =
                others.isEmpty() ? null : targets(others, opener, opened, balance);
        return new NamedTargets(Map.copyOf(named), rest);
    }

    private static RelayTargets targets(
            List<Endpoint> some, Opener opener, Map<Endpoint, RelayTarget> opened, Balance balance)
            throws NetException {
        List<RelayTarget> targets = new ArrayList<>();
        for (Endpoint endpoint : some) {
            RelayTarget known = opened.get(endpoint);
            RelayTarget target = known == null ? opener.open(endpoint) : known;
            opened.put(endpoint, target);
            targets.add(target);
        }
        return new RelayTargets(targets, balance);
    }

    // ---- connections or datagrams ----

    boolean isDatagram(Endpoint one) {
        return switch (one.scheme()) {
            case UDP -> true;
            case UNIX -> unixDatagrams;
            default -> false;
        };
    }

    private void requireSameNature(Endpoint target) {
        if (isDatagram(target) == isDatagram(listen)) return;
        throw new IllegalArgumentException(
                "%s has %s, and %s has %s; a relay does not turn one into the other%s"
                        .formatted(listen, nature(listen), target, nature(target), hint(target)));
    }

    private String hint(Endpoint target) {
        boolean unix = isUnix(listen) || isUnix(target);
        return unix && !unixDatagrams
                ? ". If the Unix socket is for datagrams, say so: relay --datagram, or datagrams()"
                : "";
    }

    private static boolean isUnix(Endpoint one) {
        return one.scheme() == Endpoint.Scheme.UNIX;
    }

    private String nature(Endpoint endpoint) {
        return isDatagram(endpoint) ? "datagrams" : "connections";
    }
}

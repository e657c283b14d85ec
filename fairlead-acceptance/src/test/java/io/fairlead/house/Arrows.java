package io.fairlead.house;

import static java.util.Map.entry;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which room (package under {@code io.fairlead}) may see which others: those of the core here,
 * those of the other modules in {@link ModuleArrows}.
 */
final class Arrows {
    /** What the rooms of posix may see. */
    private static final Set<String> NATIVE = Set.of("posix", "posix.libc");

    /** Endpoints, the sockets made for them, and text that is safe to show. */
    static final Set<String> NET = Set.of("net", "net.socket", "net.text");

    /** What stands between a session and its socket, and both of them. */
    private static final Set<String> LAYER =
            Set.of("frame", "service", "proxy", "session", "connection");

    /** What the server's rooms may see of the others. */
    private static final Set<String> BELOW =
            and(NET, "proxy", "session", "connection", "frame", "service", "posix");

    /** The same and the common ground of the models. */
    private static final Set<String> COMMON =
            and(
                    BELOW,
                    "proxy.layer",
                    "server.host",
                    "server.site",
                    "server.report",
                    "server.watch");

    private static final Map<String, Set<String>> CORE =
            Map.ofEntries(
                    entry("posix.libc", Set.of()),
                    entry("posix", Set.of("posix.libc")),
                    entry("posix.message", NATIVE),
                    entry("posix.uring", NATIVE),
                    entry("posix.process", NATIVE),
                    entry("posix.packet", NATIVE),
                    entry("posix.diag", Set.of("posix")),
                    entry("posix.network", and(NATIVE, "posix.diag")),
                    entry("frame", Set.of()),
                    entry("net.text", Set.of()),
                    entry("net.file", Set.of()),
                    entry("access", Set.of()),
                    entry(
                            "server.access",
                            Set.of("access", "proxy", "net.file", "net.text", "posix")),
                    entry("net", Set.of("net.text", "proxy")),
                    entry("proxy", Set.of("access")),
                    entry("proxy.layer", LAYER),
                    entry("net.socket", Set.of("net", "net.text", "posix", "posix.diag")),
                    entry("net.given", Set.of("net", "net.socket", "posix")),
                    entry(
                            "probe",
                            Set.of("posix", "posix.message", "posix.process", "posix.uring")),
                    entry("service", Set.of("frame", "proxy")),
                    entry("session", Set.of("frame", "service", "proxy")),
                    entry("tls.der", Set.of()),
                    entry("tls.key", Set.of("net.text", "net.file", "tls.der")),
                    entry("tls.issue", Set.of("tls.der", "tls.key")),
                    entry("tls", Set.of()),
                    entry("tls.keylog", Set.of()),
                    entry("tls.layer", and(LAYER, "tls", "tls.key", "tls.keylog", "net")),
                    entry("connection", and(NET, "frame", "service", "posix", "proxy")),
                    entry("server.watch", Set.of("net.text")),
                    entry("server.report", Set.of("frame", "net", "service")),
                    entry("server.host", and(NET, "frame", "server.watch")),
                    entry(
                            "server.site",
                            and(
                                    BELOW,
                                    "server.access",
                                    "server.host",
                                    "server.report",
                                    "server.watch",
                                    "proxy.layer")),
                    entry("server.descriptor", and(NET, "posix", "posix.process", "server.site")),
                    entry(
                            "program",
                            and(
                                    NET,
                                    "net.given",
                                    "posix",
                                    "posix.process",
                                    "service",
                                    "server.descriptor")),
                    entry("server.blocking", and(COMMON, "tls.layer")),
                    entry("server.loop", and(COMMON, "posix.uring", "server.descriptor")),
                    entry(
                            "server.datagram",
                            and(COMMON, "posix.message", "server.access", "server.loop")),
                    entry("server.pooled", and(COMMON, "server.blocking")),
                    entry(
                            "server.worker",
                            and(
                                    COMMON,
                                    "posix.message",
                                    "posix.process",
                                    "server.descriptor",
                                    "server.blocking",
                                    "tls.layer")),
                    entry(
                            "server.process",
                            and(
                                    COMMON,
                                    "net.given",
                                    "posix.process",
                                    "server.descriptor",
                                    "server.worker",
                                    "program")),
                    entry(
                            "server",
                            and(
                                    COMMON,
                                    "net.given",
                                    "posix.uring",
                                    "server.descriptor",
                                    "server.blocking",
                                    "server.loop",
                                    "server.datagram",
                                    "server.pooled",
                                    "server.worker",
                                    "server.process",
                                    "program",
                                    "tls",
                                    "tls.layer",
                                    "access",
                                    "server.access")),
                    entry(
                            "client",
                            and(
                                    COMMON,
                                    "tls",
                                    "tls.layer",
                                    "client.raw",
                                    "server",
                                    "server.blocking",
                                    "server.datagram",
                                    "server.loop",
                                    "server.pooled")),
                    entry(
                            "restart",
                            and(
                                    NET,
                                    "net.given",
                                    "posix",
                                    "server",
                                    "server.report",
                                    "server.worker")),
                    entry("supervise", Set.of("client", "net", "server.host", "server.watch")),
                    entry("client.raw", and(BELOW, "tls", "tls.layer", "proxy.layer")),
                    entry("client.call", Set.of("client", "frame", "net", "net.text", "service")),
                    entry(
                            "client.pool",
                            Set.of(
                                    "client",
                                    "connection",
                                    "frame",
                                    "net",
                                    "net.text",
                                    "server.host",
                                    "server.loop",
                                    "service",
                                    "tls")));

    /** Rooms at the top of the house, which nobody may see. */
    private static final Set<String> SEE_ALL = Set.of("cli", "bench");

    private static final Map<String, Set<String>> MAY_SEE = both(CORE, ModuleArrows.MAY_SEE);

    private Arrows() {}

    private static Map<String, Set<String>> both(
            Map<String, Set<String>> one, Map<String, Set<String>> other) {
        Map<String, Set<String>> both = new HashMap<>(one);
        both.putAll(other);
        return Map.copyOf(both);
    }

    static Set<String> and(Set<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The room that a package belongs to: its own, or else that of the package above it.
     *
     * @param name of the package, without {@code io.fairlead}
     * @return empty if there is none
     */
    static String roomOf(String name) {
        if (SEE_ALL.contains(name) || MAY_SEE.containsKey(name)) return name;
        int end = name.lastIndexOf('.');
        return end < 0 ? "" : roomOf(name.substring(0, end));
    }

    static boolean allows(String from, String to) {
        return from.equals(to) || SEE_ALL.contains(from) || maySee(from).contains(to);
    }

    static Set<String> maySee(String room) {
        return MAY_SEE.getOrDefault(room, Set.of());
    }
}

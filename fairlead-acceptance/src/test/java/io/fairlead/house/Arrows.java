package io.fairlead.house;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/** Which room (package under {@code io.fairlead}) may see which others. */
final class Arrows {
    private static final Map<String, Set<String>> MAY_SEE =
            Map.ofEntries(
                    entry("posix", Set.of()),
                    entry("frame", Set.of()),
                    entry("net", Set.of("posix")),
                    entry("probe", Set.of("posix")),
                    entry("service", Set.of("frame")),
                    entry("session", Set.of("frame", "service")),
                    entry("connection", Set.of("net", "frame", "service", "posix")),
                    entry(
                            "server",
                            Set.of("session", "connection", "net", "frame", "service", "posix")),
                    entry("client", Set.of("session", "connection", "net", "frame", "service")),
                    entry("services", Set.of("frame", "service", "net", "server")),
                    entry("chat", Set.of("frame", "service", "net", "server")),
                    entry("exec", Set.of("frame", "service", "net", "server")),
                    entry("load", Set.of("frame", "net", "posix")),
                    entry("stat", Set.of("net", "posix")),
                    entry("packet", Set.of()),
                    entry("pcap", Set.of("packet")),
                    entry("trace", Set.of("packet", "pcap", "stat", "net", "posix")),
                    entry("ladder", Set.of("trace", "packet")),
                    entry("explain", Set.of("trace", "net", "posix")),
                    entry(
                            "lab",
                            Set.of(
                                    "posix", "net", "frame", "service", "server", "packet", "stat",
                                    "trace", "ladder", "explain")));

    /** Rooms at the top of the house, which nobody may see. */
    private static final Set<String> SEE_ALL = Set.of("cli", "bench");

    private Arrows() {}

    static boolean isRoom(String room) {
        return SEE_ALL.contains(room) || MAY_SEE.containsKey(room);
    }

    static boolean allows(String from, String to) {
        return from.equals(to) || SEE_ALL.contains(from) || maySee(from).contains(to);
    }

    static Set<String> maySee(String room) {
        return MAY_SEE.getOrDefault(room, Set.of());
    }
}

package io.fairlead.house;

import java.util.Map;
import java.util.Set;

/** Which room (package under {@code io.fairlead}) may see which others. */
final class Arrows {
    private static final Map<String, Set<String>> MAY_SEE =
            Map.ofEntries(
                    Map.entry("posix", Set.of()),
                    Map.entry("frame", Set.of()),
                    Map.entry("net", Set.of("posix")),
                    Map.entry("probe", Set.of("posix")),
                    Map.entry("service", Set.of("frame")),
                    Map.entry("session", Set.of("frame", "service")),
                    Map.entry("connection", Set.of("net", "frame", "service")),
                    Map.entry(
                            "server",
                            Set.of("session", "connection", "net", "frame", "service", "posix")),
                    Map.entry("client", Set.of("session", "connection", "net", "frame", "service")),
                    Map.entry("services", Set.of("frame", "service", "net", "server")),
                    Map.entry("chat", Set.of("frame", "service", "net", "server")),
                    Map.entry("load", Set.of("frame", "net", "posix")));

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

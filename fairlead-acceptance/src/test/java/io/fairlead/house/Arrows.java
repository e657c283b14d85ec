package io.fairlead.house;

import java.util.Map;
import java.util.Set;

/** Which room (package under {@code io.fairlead}) may see which others. */
final class Arrows {
    private static final Map<String, Set<String>> MAY_SEE =
            Map.of(
                    "posix", Set.of(),
                    "frame", Set.of(),
                    "net", Set.of("posix"),
                    "probe", Set.of("posix"),
                    "service", Set.of("frame"),
                    "session", Set.of("frame", "service"),
                    "connection", Set.of("net", "frame", "service"),
                    "server", Set.of("session", "connection", "net", "frame", "service", "posix"),
                    "client", Set.of("session", "connection", "net", "frame", "service"),
                    "services", Set.of("frame", "service", "net", "server"),
                    "chat", Set.of("frame", "service", "net", "server"),
                    "load", Set.of("frame", "net", "posix"));

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

package io.fairlead.explain;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The calls whose errors differ, and the names that people write for them. */
final class CallNames {
    static final Set<String> KNOWN =
            Set.of(
                    "socket",
                    "bind",
                    "listen",
                    "connect",
                    "accept",
                    "read",
                    "write",
                    "setsockopt",
                    "shutdown",
                    "sendfile",
                    "getpeername",
                    "ioctl",
                    "open",
                    "resolve",
                    "epoll_ctl");

    private static final Map<String, String> OTHERS =
            Map.ofEntries(
                    Map.entry("accept4", "accept"),
                    Map.entry("recv", "read"),
                    Map.entry("recvfrom", "read"),
                    Map.entry("recvmsg", "read"),
                    Map.entry("send", "write"),
                    Map.entry("sendto", "write"),
                    Map.entry("sendmsg", "write"),
                    Map.entry("getsockopt", "setsockopt"),
                    Map.entry("getaddrinfo", "resolve"),
                    Map.entry("epoll", "epoll_ctl"));

    private static final Pattern NO_PART_OF_A_NAME = Pattern.compile("[^a-z0-9_]+");

    private CallNames() {}

    /** The call that entries name: {@code read} for {@code recv}; empty if it is none. */
    static Optional<String> of(String name) {
        String call = OTHERS.getOrDefault(name, name);
        return KNOWN.contains(call) ? Optional.of(call) : Optional.empty();
    }

    /** The calls that stand in a text, in its order. */
    static List<String> within(String text) {
        return NO_PART_OF_A_NAME
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .flatMap(word -> of(word).stream())
                .distinct()
                .toList();
    }
}

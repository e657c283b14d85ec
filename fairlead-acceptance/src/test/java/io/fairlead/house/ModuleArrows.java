package io.fairlead.house;

import static io.fairlead.house.Arrows.NET;
import static io.fairlead.house.Arrows.and;
import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/** Which rooms those of the modules over the core may see. */
final class ModuleArrows {
    /** The API of the core, as its other modules may see it. */
    private static final Set<String> API =
            Set.of(
                    "server",
                    "server.report",
                    "program",
                    "frame",
                    "service",
                    "net",
                    "net.text",
                    "tls",
                    "access",
                    "proxy",
                    "restart",
                    "supervise");

    static final Map<String, Set<String>> MAY_SEE =
            Map.ofEntries(
                    entry("services", API),
                    entry("services.relay", and(API, "client")),
                    entry(
                            "testkit",
                            and(
                                    API,
                                    "client",
                                    "testkit.drawing",
                                    "testkit.fault",
                                    "testkit.simulation",
                                    "testkit.shrink")),
                    entry("testkit.drawing", Set.of("testkit.simulation")),
                    entry("testkit.junit", Set.of("testkit", "testkit.fault")),
                    entry("testkit.fault", Set.of()),
                    entry("testkit.shrink", Set.of()),
                    entry(
                            "testkit.simulation",
                            and(
                                    NET,
                                    "frame",
                                    "service",
                                    "connection",
                                    "session",
                                    "server.blocking",
                                    "server.datagram",
                                    "server.host",
                                    "server.loop",
                                    "server.pooled",
                                    "server.site",
                                    "testkit.fault")),
                    entry("chat", API),
                    entry("exec", API),
                    entry("load", and(NET, "frame", "posix", "posix.process", "tls", "tls.layer")),
                    entry("stat", Set.of("net", "net.text", "posix", "posix.diag")),
                    entry("packet", Set.of()),
                    entry("packet.tls", Set.of("packet")),
                    entry("stream", Set.of("packet")),
                    entry("pcap", Set.of("packet")),
                    entry(
                            "trace",
                            Set.of(
                                    "packet",
                                    "pcap",
                                    "stat",
                                    "net",
                                    "net.text",
                                    "posix",
                                    "posix.message",
                                    "posix.packet",
                                    "payload",
                                    "payload.tls",
                                    "stream")),
                    entry("payload", Set.of("packet", "net.text")),
                    entry("payload.tls", Set.of("packet", "packet.tls", "stream", "net.text")),
                    entry("follow", Set.of("trace", "packet", "payload.tls", "stream")),
                    entry(
                            "ladder",
                            Set.of(
                                    "trace",
                                    "packet",
                                    "payload.tls",
                                    "follow",
                                    "stream",
                                    "net.text")),
                    entry("explain", Set.of("trace", "net", "posix")),
                    entry(
                            "learn",
                            and(
                                    NET,
                                    "posix",
                                    "posix.process",
                                    "packet",
                                    "stat",
                                    "trace",
                                    "ladder")),
                    entry(
                            "lab",
                            and(
                                    API,
                                    "posix",
                                    "posix.message",
                                    "posix.network",
                                    "posix.packet",
                                    "posix.process",
                                    "packet",
                                    "payload.tls",
                                    "stat",
                                    "tls.issue",
                                    "tls.key",
                                    "tls.keylog",
                                    "trace",
                                    "ladder",
                                    "explain")));

    private ModuleArrows() {}
}

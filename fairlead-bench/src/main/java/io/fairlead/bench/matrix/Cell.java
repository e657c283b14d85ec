package io.fairlead.bench.matrix;

import io.fairlead.bench.peer.Role;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One table of the page: a load on a role.
 *
 * @param name of its raw file
 * @param load null where there is none: the time to the first answer
 */
record Cell(String name, String title, Role role, @Nullable OfferedLoad load, Metric metric) {

    static Cell echo(String name, int connections, int depth) {
        String title =
                String.format(
                        Locale.ROOT, "%,d connections, 64 bytes, depth %d", connections, depth);
        return new Cell(
                name,
                title,
                Role.ECHO,
                OfferedLoad.stream(connections, 64, depth),
                Metric.THROUGHPUT);
    }

    static Cell lines(String name, int depth) {
        OfferedLoad load = OfferedLoad.stream(64, 32, depth).framed(OfferedLoad.Framing.LINES);
        String title = "64 connections, lines of 32 bytes, depth " + depth;
        return new Cell(name, title, Role.UPPER, load, Metric.THROUGHPUT);
    }

    static Cell frames(String name, int payloadBytes) {
        OfferedLoad load =
                OfferedLoad.stream(16, payloadBytes, 1).framed(OfferedLoad.Framing.LENGTH4);
        String title =
                String.format(
                        Locale.ROOT, "16 connections, frames of %,d bytes, depth 1", payloadBytes);
        return new Cell(name, title, Role.FRAMES, load, Metric.THROUGHPUT);
    }

    static Cell udp(String name, int datagramBytes) {
        OfferedLoad load = OfferedLoad.of(OfferedLoad.Mode.UDP, 16, datagramBytes, 4);
        String title =
                String.format(
                        Locale.ROOT, "16 sockets, %,d bytes, 4 in flight on each", datagramBytes);
        return new Cell(name, title, Role.UDP, load, Metric.THROUGHPUT);
    }

    static Cell relay(String name, int connections, Metric metric) {
        String title =
                String.format(
                        Locale.ROOT,
                        "%,d connections through a relay to an echo server, 64 bytes, depth 1",
                        connections);
        return new Cell(name, title, Role.RELAY, OfferedLoad.stream(connections, 64, 1), metric);
    }

    static Cell relayBulk() {
        return new Cell(
                "relay-bulk",
                "4 connections through a relay, one direction, without a pause",
                Role.RELAY,
                OfferedLoad.of(OfferedLoad.Mode.BULK, 4, 1 << 20, 4),
                Metric.CPU_A_GIB);
    }

    static Cell tls(String name, String title, OfferedLoad load, Metric metric) {
        return new Cell(name, title, Role.TLS, load, metric);
    }

    static Cell resp(int depth) {
        String title =
                String.format(
                        Locale.ROOT,
                        "`redis-benchmark -P %d`: PING, SET, GET, 50 connections, 16 bytes",
                        depth);
        OfferedLoad load = OfferedLoad.of(OfferedLoad.Mode.RESP, 50, 16, depth);
        return new Cell("resp-" + depth, title, Role.RESP, load, Metric.CPU_A_MESSAGE);
    }

    /**
     * The service of the server behind a relay or behind an end of TLS, one of those in {@code
     * floor_epoll.c}; null if there is none.
     */
    @Nullable String origin() {
        if (role == Role.TLS) return "echo";
        if (role != Role.RELAY || load == null) return null;
        return load.mode() == OfferedLoad.Mode.BULK ? "sink" : "echo";
    }

    Cell with(OfferedLoad load) {
        return new Cell(name, title, role, load, metric);
    }

    int connections() {
        return load == null ? 1 : load.connections();
    }
}

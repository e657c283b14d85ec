package io.fairlead.bench.matrix;

import io.fairlead.bench.peer.Role;
import java.util.List;
import java.util.stream.Stream;

/**
 * Some cells under a heading of the page, and what they are to show.
 *
 * @param word its name on the command line
 * @param about what it shows, in Markdown; nothing where the title says it
 */
record Workload(String word, String title, List<Cell> cells, List<Goal> goals, String about) {
    private static final String SMOKE = "smoke";
    private static final String SELFTEST = "selftest";

    /** All there are, in the order of the page. */
    static final List<Workload> ALL =
            List.of(
                    new Workload(
                            SMOKE,
                            "The native models beside Netty",
                            List.of(Cell.echo("smoke", 64, 1)),
                            smokeGoals()),
                    new Workload(
                            "echo",
                            "Echo, depth 1",
                            List.of(
                                    Cell.echo("echo-1", 1, 1),
                                    Cell.echo("echo-64", 64, 1),
                                    Cell.echo("echo-1000", 1_000, 1),
                                    Cell.echo("echo-10000", 10_000, 1)),
                            echoGoals("echo")),
                    new Workload(
                            "echo-pipelined",
                            "Echo, depth 16",
                            List.of(
                                    Cell.echo("echo-pipelined-1", 1, 16),
                                    Cell.echo("echo-pipelined-64", 64, 16),
                                    Cell.echo("echo-pipelined-1000", 1_000, 16),
                                    Cell.echo("echo-pipelined-10000", 10_000, 16)),
                            echoGoals("echo-pipelined")),
                    new Workload(
                            "lines",
                            "Lines in upper case",
                            List.of(Cell.lines("lines-1", 1), Cell.lines("lines-64", 64)),
                            List.of(
                                    Goal.netty("lines-64", 4),
                                    Goal.service("lines-64", "floor-epoll", 0.8))),
                    new Workload(
                            "frames",
                            "Frames with a length before them",
                            List.of(
                                    Cell.frames("frames-16k", 16 << 10),
                                    Cell.frames("frames-1m", 1 << 20)),
                            List.of()),
                    new Workload(
                            "churn",
                            "Connect, one exchange, close",
                            List.of(
                                    new Cell(
                                            "churn",
                                            "16 at a time, 64 bytes",
                                            Role.ECHO,
                                            OfferedLoad.of(OfferedLoad.Mode.CHURN, 16, 64, 1),
                                            Metric.VISITS)),
                            List.of(Goal.netty("churn", 1.2))),
                    new Workload(
                            "udp",
                            "UDP echo",
                            List.of(Cell.udp("udp-64", 64), Cell.udp("udp-1400", 1_400)),
                            Stream.of("udp-64", "udp-1400")
                                    .flatMap(cell ->
                                            Stream.of(
                                                    Goal.netty(cell, 2),
                                                    Goal.service(cell, "jdk-channel", 5),
                                                    Goal.service(cell, "floor-udp", 0.9)))
                                    .toList()),
                    new Workload(
                            "fanout",
                            "Fan-out",
                            List.of(
                                    new Cell(
                                            "fanout",
                                            "1 sends, 1,000 receive, 64 bytes, 4 "
                                                    + "messages on their way",
                                            Role.FANOUT,
                                            OfferedLoad.of(OfferedLoad.Mode.FANOUT, 1_000, 64, 4),
                                            Metric.DELIVERIES)),
                            List.of(Goal.netty("fanout", 2)),
                            """
                            What a chat room or a feed costs: one connection sends, and each \
                            message goes to all. A delivery is one message that one receiver has \
                            read. A message is encoded once; what is left is a system call for \
                            each receiver.\
                            """),
                    new Workload(
                            "relay",
                            "Relay",
                            List.of(
                                    Cell.relay("relay-64", 64, Metric.CPU_A_MESSAGE),
                                    Cell.relay("relay-1", 1, Metric.P50),
                                    Cell.relayBulk()),
                            Stream.of("relay-64", "relay-1", "relay-bulk")
                                    .map(cell -> Goal.relay(cell, 1.0))
                                    .toList(),
                            """
                            Messages go through the relay to an echo server and back, so the relay \
                            passes on two for each. Bulk goes to a server that throws it away. The \
                            echo server, or sink, is on the generator's core. CPU is the relay's \
                            alone.\
                            """),
                    new Workload(
                            "resp",
                            "A small Redis",
                            List.of(Cell.resp(1), Cell.resp(16)),
                            List.of(
                                    Goal.of("resp-1", "fairlead-example", "redis", 1.0),
                                    Goal.of("resp-16", "fairlead-example", "netty-.*", 1.5)),
                            """
                            The server of docs/examples/resp beside redis-server without \
                            persistence, and a server over Netty with the same commands. PING, \
                            SET and GET follow each other, a third each; keys are drawn from \
                            10,000. The example is compiled as it starts, which is in its RSS.\
                            """),
                    new Workload(
                            "tls",
                            "TLS",
                            TlsCells.ALL,
                            TlsCells.GOALS,
                            """
                            Echo over TLS 1.3 (X25519, ECDSA with P-256), against a generator \
                            with OpenSSL. nginx and HAProxy end TLS before a plain echo server in \
                            C on the generator's core; CPU is theirs alone.\
                            """),
                    new Workload(
                            "storm",
                            "Clients that connect again",
                            List.of(
                                    new Cell(
                                            "storm",
                                            "5,000 clients whose server is away for a second;"
                                                    + " they wait for a random time below 100 ms"
                                                    + " to 2 s",
                                            Role.CLIENTS,
                                            OfferedLoad.of(OfferedLoad.Mode.STORM, 5_000, 64, 1),
                                            Metric.BACK)),
                            List.of(),
                            """
                            Here the clients are measured: all are connected, their server is \
                            killed, and starts again a second later. The time counts from when it \
                            listens until the last client is back. CPU is from the server's end \
                            to then, for each client.\
                            """),
                    new Workload(
                            "idle",
                            "Memory of an idle connection",
                            List.of(
                                    new Cell(
                                            "idle",
                                            "resident memory, as the slope from "
                                                    + "1,000 to 18,000 connections that"
                                                    + " have exchanged one message",
                                            Role.ECHO,
                                            OfferedLoad.idle(1_000, 18_000),
                                            Metric.MEMORY)),
                            List.of(Goal.netty("idle", 2))),
                    new Workload(
                            "rate",
                            "Latency at a fixed rate",
                            List.of(
                                    new Cell(
                                            "rate",
                                            "64 connections, 64 bytes, half of what "
                                                    + "the slowest peer reached in"
                                                    + " echo-64; latency from the "
                                                    + "time a message was due",
                                            Role.ECHO,
                                            OfferedLoad.stream(64, 64, 1),
                                            Metric.P999)),
                            List.of(Goal.service("rate", "floor-epoll", 0.91))),
                    new Workload(
                            "startup",
                            "Start-up",
                            List.of(
                                    new Cell(
                                            "startup",
                                            "from the start of the process to the "
                                                    + "first byte of the first answer",
                                            Role.ECHO,
                                            null,
                                            Metric.FIRST_ANSWER)),
                            List.of(Goal.of("startup", "fairlead-command", "netty-.*", 1.67))),
                    // For the tests of the runner itself.
                    new Workload(
                            SELFTEST,
                            "Self-test",
                            List.of(Cell.echo("selftest", 4, 2)),
                            List.of()));

    Workload(String word, String title, List<Cell> cells, List<Goal> goals) {
        this(word, title, cells, goals, "");
    }

    /** The workloads that are run when none is named. */
    static List<Cell> matrix() {
        return ALL.stream()
                .filter(one -> !one.word.equals(SMOKE) && !one.word.equals(SELFTEST))
                .flatMap(one -> one.cells.stream())
                .toList();
    }

    /**
     * The cells of the workload of that name, or the one cell.
     *
     * @throws IllegalArgumentException if there is neither
     */
    static List<Cell> cells(String word) {
        for (Workload workload : ALL) {
            if (workload.word.equals(word) && workload.cells.size() > 1) return workload.cells;
            for (Cell cell : workload.cells) if (cell.name().equals(word)) return List.of(cell);
        }
        String known = String.join(", ", ALL.stream().map(Workload::word).toList());
        throw new IllegalArgumentException("no workload " + word + "; there are " + known);
    }

    private static List<Goal> smokeGoals() {
        return List.of(
                Goal.of("smoke", "fairlead-epoll", "netty-.*", 0.95),
                Goal.of("smoke", "fairlead-io.uring", "netty-.*", 0.95),
                Goal.nettyByHandler("smoke", 0.95),
                Goal.handler("smoke", "fairlead-virtual-handler", 1.3));
    }

    private static List<Goal> echoGoals(String name) {
        return Stream.of("64", "1000")
                .map(connections -> name + "-" + connections)
                .flatMap(cell ->
                        Stream.of(
                                Goal.netty(cell, 1.05),
                                Goal.service(cell, "floor-epoll", 1.0),
                                Goal.nettyByHandler(cell, 0.95),
                                Goal.handler(cell, "jdk-.*", 1.3)))
                .toList();
    }
}

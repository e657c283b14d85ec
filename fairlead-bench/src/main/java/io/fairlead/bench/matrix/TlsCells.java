package io.fairlead.bench.matrix;

import io.fairlead.bench.matrix.OfferedLoad.Mode;
import java.util.List;

/** What is measured over TLS, and what it is to show. */
final class TlsCells {
    private static final String NGINX = "nginx-tls";
    private static final String NETTY = "netty-epoll-jdk";
    private static final int RECORD = 16 << 10;

    static final List<Cell> ALL =
            List.of(
                    Cell.tls(
                            "tls-64",
                            "64 connections, 64 bytes, depth 1",
                            OfferedLoad.of(Mode.TLS_STREAM, 64, 64, 1),
                            Metric.CPU_A_MESSAGE),
                    Cell.tls(
                            "tls-16k",
                            "16 connections, 16 KiB, depth 1",
                            OfferedLoad.of(Mode.TLS_STREAM, 16, RECORD, 1),
                            Metric.CPU_A_MESSAGE),
                    Cell.tls(
                            "tls-full",
                            "a whole handshake, one exchange, 8 at a time",
                            OfferedLoad.of(Mode.TLS_FULL, 8, 64, 1),
                            Metric.CPU_A_HANDSHAKE),
                    Cell.tls(
                            "tls-resumed",
                            "a resumed handshake, one exchange, 8 at a time",
                            OfferedLoad.of(Mode.TLS_RESUMED, 8, 64, 1),
                            Metric.CPU_A_HANDSHAKE),
                    Cell.tls(
                            "tls-idle",
                            "resident memory, as the slope from 1,000 to 10,000 connections that"
                                    + " have exchanged one message",
                            new OfferedLoad(
                                    Mode.TLS_IDLE,
                                    10_000,
                                    1_000,
                                    64,
                                    1,
                                    OfferedLoad.Framing.RAW,
                                    0),
                            Metric.MEMORY));

    static final List<Goal> GOALS =
            List.of(
                    Goal.service("tls-64", NGINX, 0.91),
                    Goal.service("tls-16k", NGINX, 0.91),
                    Goal.service("tls-64", NETTY, 1.25),
                    Goal.service("tls-16k", NETTY, 1.25),
                    Goal.service("tls-full", NETTY, 1.0));

    private TlsCells() {}
}

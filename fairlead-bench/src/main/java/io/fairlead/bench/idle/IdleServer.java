package io.fairlead.bench.idle;

import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.server.ServerBuilder;
import io.fairlead.server.ServerObserver;
import io.fairlead.service.Handler;
import io.fairlead.service.Limits;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A process that echoes lines, and tells of itself when it is asked: {@code open} prints how many
 * connections there are, {@code figures} its memory. Ends with its input.
 *
 * <p>Arguments: the model, {@code service} or {@code handler}, the port, the loops.
 */
final class IdleServer {
    private static final int CONNECTIONS_MAX = 19_800;

    /** A handler that waits in a read holds 16 KiB. */
    private static final long BUFFER_BYTES_MAX = 1L << 30;

    private IdleServer() {}

    static void main(String[] args) throws Exception {
        Limits limits =
                Limits.builder()
                        .connectionsMax(CONNECTIONS_MAX)
                        .idleTimeout(Duration.ofHours(1))
                        .poolThreads(CONNECTIONS_MAX)
                        .bufferBytesTotal(BUFFER_BYTES_MAX)
                        .build();
        ServerBuilder builder =
                Server.at(Endpoint.tcp("127.0.0.1", Integer.parseInt(args[2])))
                        .model(Model.valueOf(args[0]))
                        .loops(Integer.parseInt(args[3]))
                        .codec(Codec.lines())
                        .limits(limits)
                        .observer(new ServerObserver() {});
        Handler handler =
                connection -> {
                    for (String line; (line = connection.readLine()) != null; ) {
                        connection.writeLine(line);
                    }
                };
        try (Server server =
                args[1].equals("handler")
                        ? builder.converse(handler)
                        : builder.serve((peer, frame) -> peer.send(frame))) {
            IO.println(server.port());
            answer(server);
            server.drain(Duration.ZERO);
        }
    }

    private static void answer(Server server) throws Exception {
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = input.readLine()) != null; ) {
            boolean figures = line.equals("figures");
            IO.println(figures ? MemoryUse.now().line() : server.stats().open());
        }
    }
}

package io.fairlead.bench.idle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Holds many idle connections on one port, with several server processes that share it
 * (SO_REUSEPORT) and as many client processes, because a process may have 20,000 files here.
 *
 * <p>Arguments: the model (EPOLL), the connections (100000), the processes on each side (6).
 */
final class HoldMany {
    private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-Xmx1g");
    private static final List<String> SERVER_OPTIONS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xmx1g",
                    "-XX:NativeMemoryTracking=summary",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED");

    /** With more than one loop a server's port can be shared. */
    private static final String LOOPS = "2";

    private final List<JavaProcess> children = new ArrayList<>();
    private final List<JavaProcess> servers = new ArrayList<>();
    private final List<JavaProcess> clients = new ArrayList<>();

    private HoldMany() {}

    static void main(String[] args) throws IOException {
        String model = args.length > 0 ? args[0] : "EPOLL";
        int connections = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        int processes = args.length > 2 ? Integer.parseInt(args[2]) : 6;
        HoldMany run = new HoldMany();
        try {
            run.start(model, processes);
            run.hold(connections);
        } finally {
            for (JavaProcess child : run.children.reversed()) child.close();
        }
    }

    private void start(String model, int processes) throws IOException {
        String port = "0";
        for (int i = 0; i < processes; i++) {
            JavaProcess server =
                    add(servers, IdleServer.class, SERVER_OPTIONS, model, "service", port, LOOPS);
            port = server.answer();
        }
        for (int i = 0; i < processes; i++) {
            add(clients, IdleClients.class, OPTIONS, port, "127.0." + (i + 3) + ".");
        }
    }

    private JavaProcess add(
            List<JavaProcess> side, Class<?> type, List<String> options, String... arguments)
            throws IOException {
        JavaProcess child = new JavaProcess(type, options, arguments);
        children.add(child);
        side.add(child);
        return child;
    }

    private void hold(int connections) throws IOException {
        MemoryUse before = MemoryUse.parse(servers.getFirst().tell("figures").answer());
        long begunNs = System.nanoTime();
        int each = Math.ceilDiv(connections, clients.size());
        for (JavaProcess child : clients) child.tell("hold " + each);
        int held = 0;
        for (JavaProcess child : clients) held += Integer.parseInt(child.answer());
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNs);
        StringBuilder spread = new StringBuilder();
        int open = 0;
        for (JavaProcess server : servers) {
            int count = Integer.parseInt(server.tell("open").answer());
            spread.append(' ').append(count);
            open += count;
        }
        IO.println(
                String.format(
                        Locale.ROOT,
                        "held %d, open %d in %d server processes:%s;"
                                + " opened and echoed once in %.1f s",
                        held,
                        open,
                        servers.size(),
                        spread,
                        tookMs / 1e3));
        printMemory(before);
    }

    private void printMemory(MemoryUse before) throws IOException {
        double resident = 0;
        MemoryUse last = before;
        for (JavaProcess server : servers) {
            last = MemoryUse.parse(server.tell("figures").answer());
            resident += last.resident();
        }
        IO.println(
                String.format(
                                Locale.ROOT,
                                "servers together %.0f MiB resident; kernel, both"
                                        + " ends: slab %.0f MiB, buffers %.0f",
                                mib(resident),
                                mib(last.slab() - before.slab()),
                                mib(last.sockets() - before.sockets()))
                        + " MiB");
    }

    private static double mib(double bytes) {
        return bytes / (1 << 20);
    }
}

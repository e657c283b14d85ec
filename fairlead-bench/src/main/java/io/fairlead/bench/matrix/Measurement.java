package io.fairlead.bench.matrix;

import io.fairlead.load.measure.Usage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One round of one peer: a fresh process, a load, and what both cost. */
final class Measurement implements Generator.Moments {
    private final PeerProcess server;
    private long beginNs;
    private long endNs;
    private Usage before = Usage.NONE;
    private Usage after = before;

    /** Garbage is no cost of an idle connection; of a busy one it is. */
    private final boolean withoutGarbage;

    private Measurement(PeerProcess server, boolean withoutGarbage) {
        this.server = server;
        this.withoutGarbage = withoutGarbage;
    }

    /** The figures of a round, by the names of the raw files. */
    static Map<String, Double> take(Cell cell, BenchPeer peer, LoadDriver driver, List<String> pin)
            throws IOException {
        OfferedLoad load = cell.load();
        if (load == null) return Map.of("first_answer_ms", firstAnswerMs(peer, cell, pin));
        try (Origin origin = driver.origin(cell);
                PeerProcess server =
                        new PeerProcess(peer.command(cell.role(), origin.port()), pin)) {
            boolean idle = load.mode().isIdle();
            Measurement measurement = new Measurement(server, idle && peer.isJava());
            Map<String, Double> seen = driver.drive(load, server.port(), measurement);
            return idle ? measurement.idle(load) : measurement.busy(load, seen);
        }
    }

    @Override
    public void begins() throws IOException {
        if (withoutGarbage) collectGarbage();
        before = Usage.of(server.pid());
        beginNs = System.nanoTime();
    }

    @Override
    public void ends() throws IOException {
        endNs = System.nanoTime();
        if (withoutGarbage) collectGarbage();
        after = Usage.of(server.pid());
    }

    private void collectGarbage() throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        String pid = String.valueOf(server.pid());
        Process process =
                new ProcessBuilder(jcmd.toString(), pid, "GC.run")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The time from the start of the process to the first byte that comes back. */
    private static double firstAnswerMs(BenchPeer peer, Cell cell, List<String> pin)
            throws IOException {
        long startNs = System.nanoTime();
        try (PeerProcess server = new PeerProcess(peer.command(cell.role(), 0), pin);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(new byte[64]);
            if (socket.getInputStream().read() < 0) throw new IOException("no answer");
            return (System.nanoTime() - startNs) / 1e6;
        }
    }

    private Map<String, Double> busy(OfferedLoad load, Map<String, Double> seen)
            throws IOException {
        Map<String, Double> figures = new TreeMap<>(seen);
        double messages = seen.getOrDefault("messages", 0.0);
        if (messages == 0) throw new IOException("not one message in the time that is measured");
        double seconds = seen.getOrDefault("seconds", 1.0);
        double lookedS = (endNs - beginNs) / 1e9;
        double cpuS = (after.cpuNs() - before.cpuNs()) / 1e9;
        figures.put("messages_per_s", messages / seconds);
        figures.put("cpu_us_per_message", cpuS * 1e6 / messages);
        if (load.mode() == OfferedLoad.Mode.BULK) {
            double gib = messages * load.messageBytes() / (1L << 30);
            figures.put("cpu_s_per_gib", cpuS / gib);
            figures.put("mib_per_s", gib * 1024 / seconds);
        }
        figures.put("server_cpu", cpuS / lookedS);
        figures.put("switches_per_s", (after.switches() - before.switches()) / lookedS);
        putSizes(figures);
        return figures;
    }

    private Map<String, Double> idle(OfferedLoad load) {
        Map<String, Double> figures = new TreeMap<>();
        double connections = load.connections() - (double) load.before();
        figures.put("rss_bytes_before", (double) before.rssBytes());
        figures.put(
                "rss_bytes_per_connection", (after.rssBytes() - before.rssBytes()) / connections);
        putSizes(figures);
        return figures;
    }

    private void putSizes(Map<String, Double> figures) {
        figures.put("rss_mib", after.rssBytes() / 1024.0 / 1024.0);
        figures.put("threads", (double) after.threads());
        figures.put("processes", (double) after.processes());
    }
}

package io.fairlead.bench.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The server of clients that connect again: it ends, is away for a second, and is back. What is
 * measured is the clients. It tells them where it is, over the port that they listen at, and is
 * told when all have connected.
 */
final class StormGenerator implements Generator {
    private static final long AWAY_MS = 1_000;
    private static final int TIMEOUT_MS = 120_000;
    private static final Path COUNTERS = Path.of("/proc/net/snmp");

    private final Path programs;
    private final List<String> pin;

    StormGenerator(Path programs, List<String> pin) {
        this.programs = programs;
        this.pin = pin;
    }

    @Override
    public String describe() {
        return "an echo server in C (fairlead-bench/src/main/c/floor_epoll.c) that is killed;"
                + " failed attempts are those that the kernel counted on the whole machine";
    }

    @Override
    public Map<String, Double> drive(OfferedLoad load, int port, Timing timing, Moments moments)
            throws IOException {
        int serverPort = Loopback.freePort();
        try (Socket control = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader said =
                        new BufferedReader(
                                new InputStreamReader(control.getInputStream(), UTF_8))) {
            control.setSoTimeout(TIMEOUT_MS);
            try (Origin _ = Origin.start(programs, pin, "echo", serverPort)) {
                String order = serverPort + " " + load.connections() + "\n";
                control.getOutputStream().write(order.getBytes(UTF_8));
                await("all", said);
                moments.begins();
            }
            long failedBefore = failedAttempts();
            stayAway();
            try (Origin _ = Origin.start(programs, pin, "echo", serverPort)) {
                long backNs = System.nanoTime();
                await("all", said);
                double seconds = (System.nanoTime() - backNs) / 1e9;
                moments.ends();
                return Map.of(
                        "messages",
                        (double) load.connections(),
                        "seconds",
                        seconds,
                        "back_ms",
                        seconds * 1_000,
                        "failed_attempts",
                        (double) (failedAttempts() - failedBefore));
            }
        }
    }

    private static void await(String word, BufferedReader said) throws IOException {
        String line = said.readLine();
        if (!word.equals(line)) throw new IOException("the clients said " + line);
    }

    private static void stayAway() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(AWAY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** AttemptFails of netstat(8), which the kernel counts for the machine. */
    private static long failedAttempts() throws IOException {
        List<String[]> tcp =
                Files.readAllLines(COUNTERS).stream()
                        .filter(line -> line.startsWith("Tcp:"))
                        .map(line -> line.split(" ", -1))
                        .toList();
        int column = List.of(tcp.getFirst()).indexOf("AttemptFails");
        return Long.parseLong(tcp.getLast()[column]);
    }
}

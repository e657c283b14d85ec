package io.fairlead.bench.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code redis-benchmark}, which sends a number of requests and not for a time: what it reached in
 * the warm-up says how many. PING, SET and GET follow each other, as many of each.
 */
final class RedisGenerator implements Generator {
    private static final int COMMANDS = 3;
    private static final int FIRST_REQUESTS = 20_000;

    /** Columns of its table, which has a row for each command, and our names; it counts in ms. */
    private static final Map<Integer, String> LATENCIES =
            Map.of(4, "p50_us", 6, "p99_us", 7, "max_us");

    private static final int COLUMNS = 8;
    private static final int RATE = 1;

    private final List<String> pin;

    RedisGenerator(List<String> pin) {
        this.pin = pin;
    }

    @Override
    public String describe() {
        return "redis-benchmark";
    }

    @Override
    public Map<String, Double> drive(OfferedLoad load, int port, Timing timing, Moments moments)
            throws IOException {
        long beganNs = System.nanoTime();
        Map<String, Double> seen;
        do {
            seen = run(load, port, FIRST_REQUESTS);
        } while (System.nanoTime() - beganNs < timing.warmupS() * 1e9);
        double perS = seen.getOrDefault("messages", 0.0) / seen.getOrDefault("seconds", 1.0);
        moments.begins();
        Map<String, Double> figures =
                run(load, port, (long) (perS * timing.seconds() / COMMANDS) + 1);
        moments.ends();
        return figures;
    }

    /** Sends so many of each command. */
    private Map<String, Double> run(OfferedLoad load, int port, long requests) throws IOException {
        List<String> command = new ArrayList<>(pin);
        command.addAll(List.of("redis-benchmark", "-h", "127.0.0.1", "-p", String.valueOf(port)));
        command.addAll(List.of("-t", "ping_mbulk,set,get", "-r", "10000", "--csv"));
        command.addAll(List.of("-c", String.valueOf(load.connections())));
        command.addAll(List.of("-P", String.valueOf(load.depth())));
        command.addAll(List.of("-d", String.valueOf(load.messageBytes())));
        command.addAll(List.of("-n", String.valueOf(requests)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            List<String> said = lines.readAllLines();
            if (process.waitFor() == 0) return figures(said, requests);
            throw new IOException("redis-benchmark: " + String.join("; ", said));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The latencies are those of the slowest command. */
    static Map<String, Double> figures(List<String> table, long requests) throws IOException {
        Map<String, Double> figures = new TreeMap<>();
        int commands = 0;
        double seconds = 0;
        for (String line : table) {
            String[] row = line.replace("\"", "").split(",", -1);
            if (row.length != COLUMNS || row[0].equals("test")) continue;
            commands++;
            seconds += requests / Double.parseDouble(row[RATE]);
            LATENCIES.forEach((column, name) ->
                    figures.merge(name, Double.parseDouble(row[column]) * 1_000, Math::max));
        }
        if (commands != COMMANDS) {
            throw new IOException("redis-benchmark: " + String.join("; ", table));
        }
        figures.put("messages", (double) requests * COMMANDS);
        figures.put("seconds", seconds);
        return figures;
    }
}

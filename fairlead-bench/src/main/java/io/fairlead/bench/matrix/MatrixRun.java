package io.fairlead.bench.matrix;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * Runs cells: in each round every peer once, in an order drawn anew, so that what changes on the
 * machine in the meantime meets all of them alike. For one thread.
 *
 * @param surroundings texts for the first line of each raw file
 * @param pin the words that bind a server to its core, or none
 * @param out the folder of the raw files
 * @param progress where a line for each round goes
 */
record MatrixRun(
        List<BenchPeer> peers,
        LoadDriver driver,
        int rounds,
        long seed,
        Map<String, String> surroundings,
        List<String> pin,
        Path out,
        PrintStream progress) {

    /**
     * Runs one cell and writes its raw file, line by line.
     *
     * @return rounds that failed; a refusal is none
     */
    int run(Cell asked) throws IOException {
        Cell cell = asked.name().equals("rate") ? withRate(asked) : asked;
        List<BenchPeer> order =
                new ArrayList<>(peers.stream().filter(peer -> peer.suits(cell)).toList());
        if (order.isEmpty()) progress.println(cell.name() + ": no peer does this");
        Set<String> refused = new HashSet<>();
        int failed = 0;
        Files.createDirectories(out);
        Path draft = out.resolve(cell.name() + ".ndjson.part");
        try (BufferedWriter raw = Files.newBufferedWriter(draft)) {
            writeLine(raw, head(cell));
            for (int round = 1; round <= rounds; round++) {
                Collections.shuffle(order, new Random(seed + round));
                failed += round(cell, order, round, refused, raw);
            }
        }
        // Only now: a run that was broken off leaves the old figures as they were.
        Files.move(
                draft, out.resolve(cell.name() + ".ndjson"), StandardCopyOption.REPLACE_EXISTING);
        return failed - refused.size();
    }

    /** All peers once; returns how many failed. */
    private int round(
            Cell cell, List<BenchPeer> order, int round, Set<String> refused, BufferedWriter raw)
            throws IOException {
        int failed = 0;
        for (BenchPeer peer : order) {
            if (refused.contains(peer.name())) continue;
            Json line = round(cell, peer, round, refused);
            if (line.texts().containsKey("failure")) failed++;
            writeLine(raw, line);
            report(cell, line);
        }
        return failed;
    }

    private Json round(Cell cell, BenchPeer peer, int round, Set<String> refused) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Double> figures = new LinkedHashMap<>();
        texts.put("cell", cell.name());
        texts.put("peer", peer.name());
        figures.put("round", (double) round);
        try {
            figures.putAll(Measurement.take(cell, peer, driver, pin));
        } catch (PeerProcess.RefusedException e) {
            refused.add(peer.name());
            texts.put("failure", "refused: " + e.getMessage());
        } catch (IOException e) {
            texts.put("failure", "round " + round + ": " + e.getMessage());
        }
        return new Json(texts, figures);
    }

    private Json head(Cell cell) {
        Map<String, String> texts = new LinkedHashMap<>(surroundings);
        texts.put("cell", cell.name());
        OfferedLoad load = cell.load();
        if (load != null) texts.put("generator", driver.describe(load));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("rounds", (double) rounds);
        figures.put("warmup_s", driver.timing().warmupS());
        figures.put("seconds", driver.timing().seconds());
        figures.put("seed", (double) seed);
        if (load != null && load.ratePerS() > 0) figures.put("rate_per_s", load.ratePerS());
        return new Json(texts, figures);
    }

    private static void writeLine(BufferedWriter raw, Json line) throws IOException {
        raw.write(line.line());
        raw.newLine();
        raw.flush();
    }

    private void report(Cell cell, Json line) {
        String failure = line.texts().get("failure");
        Double value = line.figures().get(cell.metric().key());
        String said =
                failure != null
                        ? failure
                        : String.format(Locale.ROOT, "%,.0f %s", value, cell.metric().heading());
        progress.printf(
                Locale.ROOT,
                "%s %.0f/%d %s: %s%n",
                cell.name(),
                line.figures().get("round"),
                rounds,
                line.texts().get("peer"),
                said);
    }

    /** Half of what the slowest of these peers reached in a closed loop. */
    private Cell withRate(Cell cell) throws IOException {
        Path peaks = out.resolve("echo-64.ndjson");
        if (!Files.exists(peaks)) {
            progress.println("rate: looks for the slowest peer first");
            run(Workload.cells("echo-64").getFirst());
        }
        Outcome outcome = Outcome.read(peaks);
        double slowest =
                peers.stream()
                        .filter(peer -> peer.suits(cell))
                        .mapToDouble(peer -> outcome.median(peer.name(), "messages_per_s"))
                        .filter(Double::isFinite)
                        .min()
                        .orElseThrow(() -> new IOException("echo-64 has no figures to go by"));
        return cell.with(Objects.requireNonNull(cell.load()).rate(Math.floor(slowest / 2)));
    }
}

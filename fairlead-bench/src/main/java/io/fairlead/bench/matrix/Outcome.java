package io.fairlead.bench.matrix;

import io.fairlead.load.measure.Standings;
import io.fairlead.load.measure.Statistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All rounds of one cell, as its raw file has them: the first line is the run, each other a round.
 */
final class Outcome {
    private final Json run;
    private final Map<String, List<Json>> rounds = new LinkedHashMap<>();
    private final Map<String, String> failures = new TreeMap<>();

    private Outcome(Json run) {
        this.run = run;
    }

    static Outcome read(Path file) throws IOException {
        List<Json> lines = Files.readAllLines(file).stream().map(Json::parse).toList();
        Outcome outcome = new Outcome(lines.getFirst());
        for (Json line : lines.subList(1, lines.size())) outcome.add(line);
        return outcome;
    }

    private void add(Json round) {
        String peer = round.texts().getOrDefault("peer", "");
        String failure = round.texts().get("failure");
        if (failure != null) failures.put(peer, failure);
        else rounds.computeIfAbsent(peer, name -> new ArrayList<>()).add(round);
    }

    /** Date, commit, machine, command ... */
    Json run() {
        return run;
    }

    /** Why a peer has no figure in at least one round, by its name. */
    Map<String, String> failures() {
        return failures;
    }

    /** The names of those that were measured, the best median first. */
    List<String> peers(Metric metric) {
        return standings(metric).order();
    }

    /** How the peers did against each other. */
    Standings standings(Metric metric) {
        Map<String, Map<Integer, Double>> figures = new LinkedHashMap<>();
        rounds.keySet().forEach(peer -> figures.put(peer, byRound(metric, peer)));
        return new Standings(figures, metric.higherIsBetter());
    }

    double median(String peer, String key) {
        return Statistics.median(values(peer, key));
    }

    List<Double> values(String peer, String key) {
        return rounds.getOrDefault(peer, List.of()).stream()
                .map(round -> round.figures().getOrDefault(key, Double.NaN))
                .filter(value -> !value.isNaN())
                .toList();
    }

    /** The best, by its median, of those whose name matches. */
    @Nullable String best(Metric metric, Pattern names) {
        return peers(metric).stream()
                .filter(peer -> names.matcher(peer).matches())
                .findFirst()
                .orElse(null);
    }

    private Map<Integer, Double> byRound(Metric metric, String peer) {
        Map<Integer, Double> values = new TreeMap<>();
        for (Json round : rounds.getOrDefault(peer, List.of())) {
            Double value = round.figures().get(metric.key());
            int number = round.figures().getOrDefault("round", 0.0).intValue();
            if (value != null) values.put(number, value);
        }
        return values;
    }
}

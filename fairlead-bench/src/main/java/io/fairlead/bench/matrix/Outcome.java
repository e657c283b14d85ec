package io.fairlead.bench.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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
        Comparator<String> byMedian =
                Comparator.comparingDouble(peer -> median(peer, metric.key()));
        return rounds.keySet().stream()
                .sorted(metric.higherIsBetter() ? byMedian.reversed() : byMedian)
                .toList();
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

    /** The median, over the rounds that both were in, of how many times better {@code one} was. */
    double advantage(Metric metric, String one, String other) {
        return Statistics.median(advantages(metric, one, other));
    }

    /** True if {@code one} was better in so many rounds that it cannot well be chance. */
    boolean isAhead(Metric metric, String one, String other) {
        List<Double> advantages = advantages(metric, one, other);
        int won = (int) advantages.stream().filter(advantage -> advantage > 1).count();
        return Statistics.isAhead(won, advantages.size());
    }

    /** The best, by its median, of those whose name matches. */
    @Nullable String best(Metric metric, Pattern names) {
        return peers(metric).stream()
                .filter(peer -> names.matcher(peer).matches())
                .findFirst()
                .orElse(null);
    }

    private List<Double> advantages(Metric metric, String one, String other) {
        Map<Double, Double> others = byRound(metric, other);
        List<Double> advantages = new ArrayList<>();
        byRound(metric, one)
                .forEach((round, value) -> {
                    Double against = others.get(round);
                    if (against != null) advantages.add(metric.advantage(value, against));
                });
        return advantages;
    }

    private Map<Double, Double> byRound(Metric metric, String peer) {
        Map<Double, Double> values = new TreeMap<>();
        for (Json round : rounds.getOrDefault(peer, List.of())) {
            Double value = round.figures().get(metric.key());
            if (value != null) values.put(round.figures().getOrDefault("round", 0.0), value);
        }
        return values;
    }
}

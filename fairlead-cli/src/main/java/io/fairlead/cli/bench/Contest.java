package io.fairlead.cli.bench;

import io.fairlead.load.Load;
import io.fairlead.load.LoadReport;
import io.fairlead.load.measure.Standings;
import io.fairlead.load.measure.Statistics;
import io.fairlead.load.result.Latency;
import io.fairlead.server.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What models did in the same rounds under the same load. For one thread. */
final class Contest {
    private final ContestPlan plan;
    private final List<Trial> trials = new ArrayList<>();

    Contest(ContestPlan plan) {
        this.plan = plan;
    }

    ContestPlan plan() {
        return plan;
    }

    void add(Trial trial) {
        trials.add(trial);
    }

    // ---- what came of it ----

    /** What decides a rank: the rate of a closed loop; how late an open one is. */
    Figure deciding() {
        if (plan.load().isOpenLoop()) return Figure.P99;
        return plan.load().kind() == Load.Kind.CHURN ? Figure.CONNECTIONS : Figure.MESSAGES;
    }

    /** Who was how good. */
    Standings standings() {
        Figure deciding = deciding();
        Map<String, Map<Integer, Double>> figures = new LinkedHashMap<>();
        for (Model model : plan.models()) {
            Map<Integer, Double> rounds = new TreeMap<>();
            good(model).forEach(trial -> rounds.put(trial.round(), deciding.of(trial)));
            figures.put(model.word(), rounds);
        }
        return new Standings(figures, deciding != Figure.P99);
    }

    /** The models that were measured, the best first. */
    List<Model> order() {
        return standings().order().stream().map(Contest::model).toList();
    }

    private static Model model(String word) {
        return Stream.of(Model.values())
                .filter(model -> model.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    /** The trials of {@code model} whose figures count. */
    Stream<Trial> good(Model model) {
        return of(model).filter(trial -> trial.failure() == null);
    }

    private Stream<Trial> of(Model model) {
        return trials.stream().filter(trial -> trial.model() == model);
    }

    /** The reports of {@code model}, one for each round. */
    List<LoadReport> reports(Model model) {
        return good(model).map(Trial::report).filter(Objects::nonNull).toList();
    }

    /** The median of the rounds; of errors their sum, those of failed rounds too. */
    double figure(Model model, Figure figure) {
        if (figure == Figure.ERRORS) return of(model).mapToDouble(figure::of).sum();
        List<Double> values = good(model).map(figure::of).filter(value -> !value.isNaN()).toList();
        return Statistics.median(values);
    }

    /** The latencies of all rounds. */
    Latency latency(Model model) {
        return Latency.merged(reports(model).stream().map(LoadReport::response).toList());
    }

    /** Whether {@code model} is tried again: twice is enough for one that fails. */
    boolean isInTheRunning(Model model) {
        return failures(model).size() < 2;
    }

    /** Why rounds of {@code model} do not count. */
    List<String> failures(Model model) {
        return of(model).map(Trial::failure).filter(Objects::nonNull).toList();
    }

    /** A sentence for each model that failed, by its word. */
    Map<String, String> failures() {
        Map<String, String> sentences = new LinkedHashMap<>();
        for (Model model : plan.models()) {
            List<String> failures = failures(model);
            if (failures.isEmpty()) continue;
            String often =
                    String.format(
                            Locale.ROOT,
                            "in %d of %d rounds: ",
                            failures.size(),
                            of(model).count());
            sentences.put(model.word(), often + failures.getFirst());
        }
        return sentences;
    }

    /** The columns that say something. */
    List<Figure> columns() {
        List<Model> order = order();
        boolean churn = plan.load().kind() == Load.Kind.CHURN;
        return Stream.of(Figure.values())
                .filter(figure -> !(churn && figure == Figure.MESSAGES))
                .filter(figure ->
                        order.stream().anyMatch(model -> !Double.isNaN(figure(model, figure))))
                .toList();
    }
}

package io.fairlead.cli.bench;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.text.JsonLine;
import io.fairlead.load.measure.Standings;
import io.fairlead.server.Model;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A comparison as JSON, an object a line (NDJSON): start, round ..., end. For one thread. */
final class ContestJson {
    private final JsonLines lines;

    ContestJson(JsonLines lines) {
        this.lines = lines;
    }

    /**
     * What will be done.
     *
     * @param cores who runs where
     */
    void start(ContestPlan plan, String cores) throws OutputException {
        lines.line(
                "start",
                json -> {
                    json.writeStringProperty("service", plan.service().word());
                    ResultJson.load(json, plan.load());
                    json.writeNumberProperty("rounds", plan.rounds());
                    json.writeNumberProperty("seed", plan.seed());
                    json.writeStringProperty("cores", cores);
                    List<String> words = plan.models().stream().map(Model::word).toList();
                    JsonLine.strings(json, "models", words);
                    texts(json, "not_measured", plan.notMeasured());
                });
    }

    private static void texts(JsonGenerator json, String name, Map<String, String> texts) {
        json.writeObjectPropertyStart(name);
        texts.forEach(json::writeStringProperty);
        json.writeEndObject();
    }

    /** Standard output may be closed: the run then ends as it does for any broken pipe. */
    void round(Trial trial) {
        try {
            lines.line(
                    "round",
                    json -> {
                        json.writeNumberProperty("round", trial.round());
                        json.writeStringProperty("model", trial.model().word());
                        if (trial.failure() != null) {
                            json.writeStringProperty("failure", trial.failure());
                        }
                        for (Figure figure : Figure.values()) {
                            figure(json, figure.key(), figure.plain(figure.of(trial)));
                        }
                    });
        } catch (OutputException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void figure(JsonGenerator json, String name, double figure) {
        if (Double.isNaN(figure)) return;
        if (figure == Math.rint(figure)) json.writeNumberProperty(name, (long) figure);
        else json.writeNumberProperty(name, figure);
    }

    void end(Contest contest, ExitCode code, @Nullable Exception failure, List<String> missed)
            throws OutputException {
        if (failure != null) lines.error(failure, code.code());
        lines.line(
                "end",
                json -> {
                    json.writeNumberProperty("exit", code.code());
                    json.writeBooleanProperty("stopped", code == ExitCode.INTERRUPTED);
                    json.writeStringProperty("ranked_by", contest.deciding().key());
                    json.writeArrayPropertyStart("models");
                    for (Model model : contest.order()) model(json, contest, model);
                    json.writeEndArray();
                    texts(json, "not_measured", contest.plan().notMeasured());
                    texts(json, "failed", contest.failures());
                    JsonLine.strings(json, "notes", new ContestRows(contest).notes());
                    JsonLine.strings(json, "missed", missed);
                });
    }

    private static void model(JsonGenerator json, Contest contest, Model model) {
        Standings standings = contest.standings();
        String word = model.word();
        json.writeStartObject();
        json.writeStringProperty("model", word);
        json.writeNumberProperty("rounds", contest.reports(model).size());
        if (standings.rank(word) > 0) json.writeNumberProperty("rank", standings.rank(word));
        figure(json, "ratio_to_best", standings.advantage(word, standings.order().getFirst()));
        figure(json, "spread", standings.spread(word));
        for (Figure figure : Figure.values()) {
            figure(json, figure.key(), figure.plain(contest.figure(model, figure)));
        }
        json.writeEndObject();
    }
}

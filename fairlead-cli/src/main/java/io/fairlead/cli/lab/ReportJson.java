package io.fairlead.cli.lab;

import io.fairlead.cli.OutputException;
import io.fairlead.cli.Shell;
import io.fairlead.cli.text.JsonLine;
import io.fairlead.lab.Lab;
import io.fairlead.lab.LabWords;
import io.fairlead.lab.Network;
import io.fairlead.lab.Part;
import io.fairlead.lab.Report;
import io.fairlead.ladder.Labels;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.Step;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Labs as JSON, an object a line (NDJSON): start, part ..., end. For one thread. */
final class ReportJson {
    private final Shell shell;

    ReportJson(Shell shell) {
        this.shell = shell;
    }

    private void line(String event, Lab lab, Consumer<JsonGenerator> fields)
            throws OutputException {
        String line =
                JsonLine.event(
                        event,
                        json -> {
                            json.writeStringProperty("lab", lab.name());
                            fields.accept(json);
                        });
        shell.print(line + "\n");
    }

    void start(Lab lab, Network network) throws OutputException {
        line(
                "start",
                lab,
                json -> {
                    json.writeStringProperty("summary", lab.summary());
                    json.writeStringProperty("expectation", lab.expectation());
                    json.writeBooleanProperty("own_network", network.alone());
                });
    }

    void part(Lab lab, Part part) throws OutputException {
        switch (part) {
            case Part.Sentence sentence ->
                    line("say", lab, json -> json.writeStringProperty("text", sentence.text()));
            case Part.Question question ->
                    line("ask", lab, json -> json.writeStringProperty("text", question.text()));
            case Part.Call call -> line("call", lab, json -> call(json, call));
            case Part.Check check -> line("check", lab, json -> check(json, check));
            case Part.Sockets sockets ->
                    line("sockets", lab, json -> JsonLine.strings(json, "lines", sockets.lines()));
            case Part.Table table -> line("table", lab, json -> table(json, table));
            case Part.Ladder ladder -> line("ladder", lab, json -> ladder(json, ladder));
        }
    }

    private static void call(JsonGenerator json, Part.Call call) {
        json.writeStringProperty("side", call.side());
        json.writeStringProperty("call", call.call());
        json.writeStringProperty("result", call.errno().isEmpty() ? call.result() : "-1");
        json.writeStringProperty("errno", call.errno());
    }

    private static void check(JsonGenerator json, Part.Check check) {
        json.writeStringProperty("claim", check.claim());
        json.writeStringProperty("verdict", check.verdict().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("expected", check.expected());
        json.writeStringProperty("actual", check.actual());
    }

    private static void table(JsonGenerator json, Part.Table table) {
        json.writeArrayPropertyStart("rows");
        for (List<String> row : table.rows()) {
            json.writeStartObject();
            for (int i = 0; i < row.size(); i++) {
                json.writeStringProperty(table.columns().get(i), row.get(i));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void ladder(JsonGenerator json, Part.Ladder ladder) {
        json.writeArrayPropertyStart("packets");
        for (Conversation conversation : ladder.conversations()) {
            for (Step step : conversation.steps()) {
                json.writeStartObject();
                json.writeNumberProperty("conversation", conversation.number());
                json.writeStringProperty("from", step.fromClient() ? "client" : "server");
                json.writeStringProperty("label", Labels.of(step, false));
                json.writeStringProperty("sentence", step.sentence());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    void end(Report report) throws OutputException {
        line(
                "end",
                report.lab(),
                json -> {
                    for (Part.Verdict verdict : Part.Verdict.values()) {
                        String name = verdict.name().toLowerCase(Locale.ROOT);
                        json.writeNumberProperty(name, report.count(verdict));
                    }
                    JsonLine.strings(json, "explain", LabWords.of(report.lab()));
                });
    }
}

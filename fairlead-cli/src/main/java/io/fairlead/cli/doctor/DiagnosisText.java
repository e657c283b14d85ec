package io.fairlead.cli.doctor;

import io.fairlead.cli.text.SizeText;
import io.fairlead.net.text.Printable;
import io.fairlead.probe.Facility;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** A diagnosis for people: tables, and what is advised below them. */
final class DiagnosisText {
    private final StringBuilder text = new StringBuilder();

    private DiagnosisText() {}

    static String of(Diagnosis diagnosis) {
        DiagnosisText report = new DiagnosisText();
        report.table("This machine", machine(diagnosis.machine()));
        report.table(
                "What it supports, tried",
                diagnosis.facilities().stream().map(DiagnosisText::row).toList());
        report.table(
                "Which model serves", diagnosis.models().stream().map(DiagnosisText::row).toList());
        report.table("Limits", diagnosis.limits().stream().map(DiagnosisText::row).toList());
        report.advise(diagnosis.advice());
        return report.text.toString();
    }

    private static List<List<String>> machine(Machine machine) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("kernel", machine.kernel() + " on " + machine.architecture()));
        rows.add(List.of("Java", machine.java()));
        rows.add(List.of("processors", Integer.toString(machine.processors())));
        OptionalLong memory = machine.memoryBytes();
        OptionalLong cgroup = machine.cgroupBytes();
        if (memory.isPresent()) {
            String most =
                    cgroup.isPresent()
                            ? ", of which this container may use "
                                    + SizeText.brief(cgroup.getAsLong())
                            : "";
            rows.add(List.of("memory", SizeText.brief(memory.getAsLong()) + most));
        }
        return rows;
    }

    private static List<String> row(Facility facility) {
        return List.of(
                facility.name(),
                facility.works() ? "yes" : "no",
                Objects.requireNonNullElse(facility.reason(), facility.purpose()));
    }

    private static List<String> row(Choice choice) {
        return choice.reason() == null
                ? List.of(choice.model(), "runs", choice.words())
                : List.of(choice.model(), "-> " + choice.used(), choice.reason());
    }

    private static List<String> row(Limit limit) {
        String mark = limit.advice() == null ? "" : " (low)";
        return List.of(limit.name(), limit.shown() + mark, limit.meaning());
    }

    /** Rows whose columns are aligned, the last one excepted. */
    private void table(String title, List<List<String>> rows) {
        text.append(title).append(":\n");
        for (List<String> row : rows) {
            text.append("  ");
            for (int i = 0; i < row.size() - 1; i++) {
                int column = i;
                int width =
                        rows.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
                text.append(row.get(i)).repeat(' ', width - row.get(i).length() + 2);
            }
            text.append(Printable.of(row.getLast())).append('\n');
        }
        text.append('\n');
    }

    private void advise(List<String> advice) {
        if (advice.isEmpty()) {
            text.append("No limit is low.\n");
            return;
        }
        text.append("Advice:\n");
        advice.forEach(sentence -> text.append("  ").append(sentence).append('\n'));
    }
}

package io.fairlead.bench.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.load.measure.Standings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The page of all outcomes in a folder of raw files; depends on nothing but them. */
final class Page {
    private final Path folder;
    private final StringBuilder tables = new StringBuilder();
    private final StringBuilder verdicts = new StringBuilder();

    private Page(Path folder) {
        this.folder = folder;
    }

    /** Writes {@code FOLDER.md} beside the folder of raw files. */
    static Path write(Path folder, Path readme) throws IOException {
        Page page = new Page(folder);
        Path file = folder.resolveSibling(folder.getFileName() + ".md");
        Path up = file.toAbsolutePath().getParent();
        String how = up == null ? readme.toString() : up.relativize(readme).toString();
        for (Workload workload : Workload.ALL) page.add(workload);
        String raw = String.valueOf(folder.getFileName());
        if (up != null) Files.createDirectories(up);
        return Files.writeString(file, page.text(raw, how));
    }

    private String text(String raw, String readme) throws IOException {
        String head = head(readme);
        if (tables.isEmpty()) return head + "\nThere are no figures yet.\n";
        String link = "\nEvery round is in the raw files: [%1$s](%1$s).\n".formatted(raw);
        String goals = verdicts.isEmpty() ? "" : "\n## Goals\n" + verdicts + "\n";
        return head + link + goals + tables;
    }

    private static String head(String readme) throws IOException {
        try (InputStream head = Objects.requireNonNull(Page.class.getResourceAsStream("head.md"))) {
            return new String(head.readAllBytes(), UTF_8).replace("README", readme);
        }
    }

    /** The tables of a workload, where there are raw files of it. */
    private void add(Workload workload) throws IOException {
        boolean headed = false;
        for (Cell cell : workload.cells()) {
            Path file = folder.resolve(cell.name() + ".ndjson");
            if (!Files.exists(file)) continue;
            if (!headed) tables.append(heading(workload));
            headed = true;
            Outcome outcome = Outcome.read(file);
            tables.append(section(cell, workload.goals(), outcome));
            for (Goal goal : workload.goals()) {
                if (!goal.cell().equals(cell.name())) continue;
                verdicts.append("\n- [").append(cell.name()).append("](#").append(anchor(cell));
                verdicts.append("): ").append(verdict(goal, cell, outcome));
            }
        }
    }

    private static String heading(Workload workload) {
        String about = workload.about().isEmpty() ? "" : "\n" + workload.about() + "\n";
        return "\n## " + workload.title() + "\n" + about;
    }

    /** What a heading becomes in a link, by the rules of GitHub. */
    private static String anchor(Cell cell) {
        String heading = cell.name() + ": " + cell.title();
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} -]", "")
                .replace(' ', '-');
    }

    /** One table, with the goals that it decides and what it was measured on. */
    static String section(Cell cell, List<Goal> goals, Outcome outcome) {
        StringBuilder text = new StringBuilder();
        text.append("\n### ").append(cell.name()).append(": ").append(cell.title());
        text.append("\n\n").append(new Table(cell, outcome).markdown());
        for (Map.Entry<String, String> failed : outcome.failures().entrySet()) {
            text.append("\n- `").append(failed.getKey()).append("`: ").append(failed.getValue());
        }
        for (Goal goal : goals) {
            if (!goal.cell().equals(cell.name())) continue;
            text.append("\n- Goal: ").append(verdict(goal, cell, outcome));
        }
        return text.append("\n\n").append(origin(outcome.run())).append('\n').toString();
    }

    private static String verdict(Goal goal, Cell cell, Outcome outcome) {
        String ours = outcome.best(cell.metric(), goal.ours());
        String theirs = outcome.best(cell.metric(), goal.theirs());
        if (ours == null || theirs == null) {
            return "%s: not measured".formatted(goal.text());
        }
        double reached = outcome.standings(cell.metric()).advantage(ours, theirs);
        String word = reached >= goal.factor() ? "reached" : "missed";
        double rounds = outcome.run().figures().getOrDefault("rounds", 0.0);
        return String.format(
                Locale.ROOT,
                "%s: **%.2f**, %s (`%s` against `%s`)",
                goal.text(),
                reached,
                rounds < Standings.ROUNDS_MIN ? "in too few rounds to say" : word,
                ours,
                theirs);
    }

    private static String origin(Json run) {
        Map<String, String> texts = run.texts();
        Map<String, Double> figures = run.figures();
        return String.format(
                Locale.ROOT,
                """
                %s, commit %s; %s; Linux %s; Java %s; %s; \
                rounds: %.0f, each %.1f s of warm-up and %.1f s; \
                seed %.0f; %s; by %s:
                `%s`\
                """,
                texts.get("date"),
                texts.get("commit"),
                texts.get("machine"),
                texts.get("kernel"),
                texts.get("java"),
                texts.get("versions"),
                figures.get("rounds"),
                figures.get("warmup_s"),
                figures.get("seconds"),
                figures.get("seed"),
                texts.get("pinned"),
                texts.get("generator"),
                texts.get("command"));
    }
}

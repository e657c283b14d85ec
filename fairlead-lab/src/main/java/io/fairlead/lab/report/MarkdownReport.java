package io.fairlead.lab.report;

import io.fairlead.lab.Part;
import io.fairlead.lab.Report;
import io.fairlead.ladder.TextStyle;
import java.util.List;

/** A lab as a page of the documents. Pure; two runs give the same page where nothing differs. */
public final class MarkdownReport {
    private static final String FENCE = "```\n";
    private static final TextStyle STYLE = new TextStyle(100, false, false);

    private MarkdownReport() {}

    /** The page. */
    public static String of(Report report) {
        String name = report.lab().name();
        StringBuilder page = new StringBuilder();
        page.append("# Lab: %s\n\n".formatted(name));
        page.append(sentence(report.lab().summary())).append("\n\n");
        page.append(report.lab().expectation()).append("\n");
        List<Part> parts = report.parts();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            boolean first = i == 0 || part.getClass() != parts.get(i - 1).getClass();
            boolean last = i + 1 == parts.size() || part.getClass() != parts.get(i + 1).getClass();
            append(page, part, first, last);
        }
        for (String sentence : Onward.of(report.lab())) {
            page.append('\n').append(sentence).append('\n');
        }
        page.append(
                "\n---\n\nFrom a run of `fairlead lab %s`: %s. ".formatted(name, report.outcome()));
        page.append("Ports that the kernel chose, times and process numbers are made the same for");
        page.append(" each run.\n");
        return Steady.of(page.toString());
    }

    private static String sentence(String clause) {
        return clause.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                + clause.substring(1)
                + ".";
    }

    private static void append(StringBuilder page, Part part, boolean first, boolean last) {
        boolean joins = part instanceof Part.Call || part instanceof Part.Check;
        if (first || !joins) page.append('\n');
        switch (part) {
            case Part.Sentence sentence -> page.append(sentence.text()).append('\n');
            case Part.Question question ->
                    page.append("> **").append(question.text()).append("**\n");
            case Part.Call call -> {
                if (first) page.append("```c\n");
                page.append(call.text()).append('\n');
                if (last) page.append(FENCE);
            }
            case Part.Check check -> page.append("- ").append(check.text()).append('\n');
            case Part.Sockets sockets ->
                    page.append(FENCE)
                            .append(String.join("\n", sockets.lines()))
                            .append('\n')
                            .append(FENCE);
            case Part.Table table -> {
                page.append(row(table.columns()));
                page.append("|---".repeat(table.columns().size())).append("|\n");
                table.rows().forEach(cells -> page.append(row(cells)));
            }
            case Part.Ladder ladder ->
                    page.append(FENCE).append(TextReport.drawn(ladder, STYLE)).append(FENCE);
        }
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** A list of pages, each with a link to {@code NAME.md}. */
    public static String index(List<Report> reports) {
        StringBuilder page = new StringBuilder("# Labs\n\n");
        page.append(
                "Each page is written by a run (`fairlead lab --all --markdown docs/lab`); how");
        page.append(" labs are run is in [lab.md](../lab.md).\n\n| lab | shows |\n|---|---|\n");
        for (Report report : reports) {
            String name = report.lab().name();
            page.append("| [%s](%s.md) | %s |\n".formatted(name, name, report.lab().summary()));
        }
        return page.toString();
    }
}

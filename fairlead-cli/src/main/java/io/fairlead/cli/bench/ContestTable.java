package io.fairlead.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A comparison as text: columns for a person's eyes, or Markdown for a document. */
final class ContestTable {
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";
    private static final String GAP = "  ";

    private final ContestRows rows;
    private final List<String> circumstances;

    /**
     * @param circumstances sentences about how it was measured
     */
    ContestTable(ContestRows rows, List<String> circumstances) {
        this.rows = rows;
        this.circumstances = circumstances;
    }

    // ---- columns ----

    /**
     * Columns.
     *
     * @param colored whether the best are bold
     */
    String text(boolean colored) {
        List<List<String>> all = new ArrayList<>(List.of(rows.headings()));
        rows.rows().forEach(row -> all.add(row.cells()));
        int[] widths = new int[rows.headings().size()];
        for (List<String> cells : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cells.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        head().forEach(line -> text.append(line).append('\n'));
        text.append(line(rows.headings(), widths, false));
        for (ContestRows.Row row : rows.rows()) {
            text.append(line(row.cells(), widths, colored && row.isBest()));
        }
        rows.notes().forEach(note -> text.append("  note: ").append(note).append('\n'));
        rows.missing().forEach(sentence -> text.append("  ").append(sentence).append('\n'));
        return text.toString();
    }

    private List<String> head() {
        List<String> head = new ArrayList<>(rows.title());
        head.addAll(circumstances);
        return head;
    }

    private static String line(List<String> cells, int[] widths, boolean bold) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blanks = " ".repeat(widths[i] - cells.get(i).length());
            boolean name = i == 1;
            boolean strong = bold && (name || i == 2);
            String cell = strong ? BOLD + cells.get(i) + PLAIN : cells.get(i);
            line.append(i == 0 ? "" : GAP).append(name ? cell + blanks : blanks + cell);
        }
        return line.toString().stripTrailing() + "\n";
    }

    // ---- Markdown ----

    /** A table for a document. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(String.join("; ", head())).append("\n\n");
        text.append(row(rows.headings(), false)).append("|--:|---|");
        text.append("--:|".repeat(rows.headings().size() - 2)).append('\n');
        for (ContestRows.Row row : rows.rows()) text.append(row(row.cells(), row.isBest()));
        List<String> below = new ArrayList<>(rows.notes());
        rows.missing().forEach(sentence -> below.add(sentence.replace("|", "\\|")));
        text.append('\n');
        below.forEach(sentence -> text.append("- ").append(sentence).append('\n'));
        return text.toString();
    }

    private static String row(List<String> cells, boolean best) {
        List<String> shown = new ArrayList<>(cells);
        if (best) for (int i = 1; i <= 2; i++) shown.set(i, "**" + cells.get(i) + "**");
        return shown.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}

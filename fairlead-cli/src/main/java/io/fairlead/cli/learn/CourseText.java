package io.fairlead.cli.learn;

import io.fairlead.ladder.TextStyle;
import io.fairlead.ladder.Wrap;
import io.fairlead.learn.Block;
import io.fairlead.learn.Chapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The course as text for a terminal or a pipe. For any thread. */
final class CourseText {
    private static final String STRONG = "1";
    private static final String FAINT = "2";
    private static final String GREEN = "32";
    private static final String RED = "31";
    private static final String INDENT = "    ";
    private static final String GAP = " \u2502 ";

    private final TextStyle style;

    CourseText(TextStyle style) {
        this.style = style;
    }

    /** A whole chapter, questions with their answers. */
    String chapter(Chapter chapter) {
        StringBuilder all = new StringBuilder(introduction(chapter));
        for (int i = 1; i <= chapter.steps().size(); i++) {
            all.append(title(chapter, i));
            for (Block block : chapter.steps().get(i - 1).blocks()) {
                all.append(block(block));
                if (!(block instanceof Block.Question question)) continue;
                for (Block answer : question.answer()) all.append(block(answer));
            }
        }
        return all.toString();
    }

    String introduction(Chapter chapter) {
        String title = "Chapter " + chapter.number() + ": " + chapter.title();
        StringBuilder all = new StringBuilder(style.in(STRONG, title)).append("\n\n");
        chapter.introduction().forEach(block -> all.append(block(block)));
        return all.toString();
    }

    String title(Chapter chapter, int step) {
        String number = chapter.number() + "." + step + "  ";
        return style.in(STRONG, number + chapter.steps().get(step - 1).title()) + "\n\n";
    }

    String prompt(String choices) {
        return style.in(FAINT, choices) + " ";
    }

    /** A block, and an empty line. */
    String block(Block block) {
        return switch (block) {
            case Block.Text text -> wrapped(text.text()) + "\n";
            case Block.Lab lab -> wrapped(lab.text()) + "\n";
            case Block.Question question -> wrapped("Question: " + question.text()) + "\n";
            case Block.Code code -> code(code) + "\n";
            case Block.Columns columns -> columns(columns.codes()) + "\n";
            case Block.Table table -> table(table.rows()) + "\n";
        };
    }

    private String wrapped(String text) {
        return String.join("\n", Wrap.lines(text, style.width())) + "\n";
    }

    private String code(Block.Code code) {
        StringBuilder lines = new StringBuilder();
        if (!code.source().isEmpty()) {
            lines.append(INDENT).append(style.in(FAINT, code.source())).append('\n');
        }
        code.text()
                .lines()
                .forEach(line -> lines.append(INDENT).append(colored(line, code)).append('\n'));
        return lines.toString();
    }

    private String colored(String line, Block.Code code) {
        if (!code.language().equals("diff")) return line;
        if (line.startsWith("+")) return style.in(GREEN, line);
        return line.startsWith("-") ? style.in(RED, line) : line;
    }

    /** Side by side where there is room, else one below the other. */
    private String columns(List<Block.Code> codes) {
        List<List<String>> lines = new ArrayList<>();
        int[] widths = new int[codes.size()];
        int total = GAP.length() * (codes.size() - 1);
        int rows = 0;
        for (int i = 0; i < widths.length; i++) {
            List<String> column = new ArrayList<>(List.of(language(codes.get(i)), ""));
            codes.get(i).text().lines().forEach(column::add);
            lines.add(column);
            widths[i] = column.stream().mapToInt(String::length).max().orElse(0);
            total += widths[i];
            rows = Math.max(rows, column.size());
        }
        if (total > style.width()) return oneByOne(codes);
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows; row++) text.append(row(lines, widths, row)).append('\n');
        return text.toString();
    }

    private String oneByOne(List<Block.Code> codes) {
        StringBuilder text = new StringBuilder();
        for (Block.Code code : codes) {
            text.append(style.in(STRONG, language(code))).append('\n').append(code(code));
        }
        return text.toString();
    }

    private static String row(List<List<String>> columns, int[] widths, int row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row < columns.get(i).size() ? columns.get(i).get(row) : "";
            if (i > 0) line.append(GAP);
            line.append(cell).repeat(' ', widths[i] - cell.length());
        }
        return line.toString().stripTrailing();
    }

    private static String language(Block.Code code) {
        if (code.source().contains("/fairlead/")) return "Fairlead";
        return code.language().equals("c") ? "C" : "Java";
    }

    /** Columns where there is room; else a paragraph for each row. */
    private String table(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++)
                widths[i] = Math.max(widths[i], cell(row, i).length());
        }
        int total = 2 * (columns - 1);
        for (int width : widths) total += width;
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(total <= style.width() ? aligned(row, widths) : wrapped(joined(row)));
        }
        return text.toString();
    }

    private static String cell(List<String> row, int index) {
        return index < row.size() ? row.get(index) : "";
    }

    private static String aligned(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(String.format(Locale.ROOT, "%-" + (widths[i] + 2) + "s", cell(row, i)));
        }
        return line.toString().stripTrailing() + "\n";
    }

    private static String joined(List<String> row) {
        return "- " + String.join("; ", row.stream().filter(cell -> !cell.isEmpty()).toList());
    }
}

package io.fairlead.learn;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a page of the course: the Markdown that these pages use, and no other. For one page. */
final class PageReader {
    private static final String FENCE = "```";
    private static final Pattern SOURCE =
            Pattern.compile("<!-- (?:from|diff) (?:\\S+ )??(\\S+?)(?:, region \\S+)? -->");
    private static final Pattern LAB = Pattern.compile("`fairlead lab ([a-z0-9-]+)`");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)\\]\\([^)]+\\)");
    private static final String QUESTION = "**Question.** ";

    private final int number;
    private final String page;
    private final List<CourseStep> steps = new ArrayList<>();
    private final List<Block> introduction = new ArrayList<>();
    private final List<Block> columns = new ArrayList<>();
    private final List<Block> answer = new ArrayList<>();
    private List<Block> blocks = introduction;
    private String title = "";
    private String source = "";
    private String question = "";
    private boolean inTable;
    private boolean inAnswer;

    PageReader(int number, String page) {
        this.number = number;
        this.page = page;
    }

    Chapter chapter(String text) {
        Iterator<String> lines = text.lines().iterator();
        String heading = "";
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("# ")) {
                heading = line.substring(2).replaceFirst("^\\d+\\. ", "");
            } else if (line.startsWith("## ")) {
                endStep();
                title = line.substring(3);
                blocks = new ArrayList<>();
            } else if (!markup(line)) {
                block(line, lines);
            }
        }
        endStep();
        return new Chapter(number, heading, page, introduction, steps);
    }

    private void endStep() {
        if (!title.isEmpty()) steps.add(new CourseStep(title, blocks));
        title = "";
    }

    /** Lines that say where something begins or ends; whether this is one. */
    private boolean markup(String line) {
        Matcher from = SOURCE.matcher(line);
        if (from.matches()) {
            source = from.group(1);
        } else if (line.startsWith("<table>")) {
            inTable = true;
        } else if (line.contains("</table>")) {
            endColumns();
        } else if (line.startsWith("<details>")) {
            inAnswer = true;
        } else if (line.startsWith("</details>")) {
            inAnswer = false;
            blocks.add(new Block.Question(question, answer));
            answer.clear();
        } else {
            return line.isBlank() || line.startsWith("<");
        }
        return true;
    }

    private void endColumns() {
        inTable = false;
        List<Block.Code> codes = new ArrayList<>();
        for (Block each : columns) {
            if (each instanceof Block.Code code) codes.add(code);
        }
        columns.clear();
        add(new Block.Columns(codes));
    }

    private void add(Block block) {
        if (inTable) {
            columns.add(block);
        } else if (inAnswer) {
            answer.add(block);
        } else {
            blocks.add(block);
        }
    }

    private void block(String first, Iterator<String> lines) {
        if (first.startsWith(FENCE)) {
            add(new Block.Code(first.substring(FENCE.length()), source, fenced(lines)));
            source = "";
        } else if (first.startsWith("|")) {
            add(table(first, lines));
        } else {
            paragraph(first, lines);
        }
    }

    private static String fenced(Iterator<String> lines) {
        StringBuilder text = new StringBuilder();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.equals(FENCE)) break;
            text.append(line).append('\n');
        }
        return text.toString();
    }

    private static Block table(String first, Iterator<String> lines) {
        List<List<String>> rows = new ArrayList<>();
        String line = first;
        while (line.startsWith("|")) {
            if (!line.startsWith("|--")) rows.add(cells(line));
            line = lines.hasNext() ? lines.next() : "";
        }
        return new Block.Table(rows);
    }

    private static List<String> cells(String row) {
        String inside = row.strip().replaceAll("^\\||\\|$", "");
        List<String> cells = new ArrayList<>();
        for (String cell : inside.split("(?<!\\\\)\\|", -1)) {
            cells.add(plain(cell.strip()).replace("\\|", "|"));
        }
        return cells;
    }

    /** Lines to the next empty one; an item of a list is a paragraph of its own. */
    private void paragraph(String first, Iterator<String> lines) {
        StringBuilder text = new StringBuilder(first);
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.isBlank()) break;
            if (line.startsWith("- ")) {
                paragraph(text.toString());
                text.setLength(0);
                text.append(line);
            } else {
                text.append(' ').append(line.strip());
            }
        }
        paragraph(text.toString());
    }

    private void paragraph(String text) {
        Matcher lab = LAB.matcher(text);
        if (text.startsWith(QUESTION)) {
            question = plain(text.substring(QUESTION.length()));
        } else if (text.startsWith("Lab: ") && lab.find()) {
            add(new Block.Lab(lab.group(1), plain(text)));
        } else {
            add(new Block.Text(plain(text)));
        }
    }

    /** Links as their text, and no stars. */
    private static String plain(String text) {
        return LINK.matcher(text).replaceAll("$1").replace("**", "");
    }
}

package io.fairlead.testkit.drawing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws a conversation as text, for a message in a terminal. */
public final class LadderText {
    private static final int WIDTH = 100;
    private static final int TIME_CHARS = 14;
    private static final int CONNECTION_CHARS = 5;
    private static final int MARGIN = 26; // for words at the last host
    private static final int GAP_MIN = 22;
    private static final int GAP_MAX = 56;
    private static final int NOTE_CHARS_MIN = 12;
    private static final int ARROW_CHARS = 6; // beside its words

    private static final char LOST = '\u2717'; // and what is wrong

    private final LadderRows conversation;
    private final int first; // column of the first host
    private final int gap; // from one host to the next

    /** A drawing of a conversation. */
    public LadderText(LadderRows conversation) {
        this.conversation = conversation;
        boolean numbers = conversation.rows().stream().anyMatch(row -> row.connection() > 0);
        first = TIME_CHARS + (numbers ? CONNECTION_CHARS : 0);
        int gaps = Math.max(1, conversation.hosts().size() - 1);
        gap = Math.clamp((WIDTH - MARGIN - first) / gaps, GAP_MIN, GAP_MAX);
    }

    /**
     * The drawing, each line with an end.
     *
     * @param linesMax of the drawing; what is left out is said to be
     */
    public String text(int linesMax) {
        if (conversation.hosts().isEmpty()) return "";
        StringBuilder text = new StringBuilder(heads());
        List<LadderRows.Row> rows = conversation.rows();
        boolean[] shown = new Selection(rows).of(linesMax - 1);
        String timeBefore = "";
        for (int i = 0; i < shown.length; i++) {
            int hidden = 0;
            while (i + hidden < shown.length && !shown[i + hidden]) hidden++;
            if (hidden > 0) {
                text.append(plain(null).replace(0, TIME_CHARS - 1, leftPad("\u22ee")));
                text.append("  ").append(hidden).append(" more\n");
                i += hidden;
            }
            if (i >= shown.length) break;
            LadderRows.Row row = rows.get(i);
            text.append(line(row, timeBefore)).append('\n');
            timeBefore = row.time();
        }
        return text.toString();
    }

    private String heads() {
        StringBuilder heads = new StringBuilder();
        for (int i = 0; i < conversation.hosts().size(); i++) {
            while (heads.length() < at(i)) heads.append(' ');
            heads.append(clip(conversation.hosts().get(i), gap - 1));
        }
        return heads.append('\n').toString();
    }

    private int at(int host) {
        return first + host * gap;
    }

    private static String leftPad(String text) {
        return " ".repeat(Math.max(0, TIME_CHARS - 1 - text.length())) + text;
    }

    private static String clip(String text, int max) {
        return text.length() <= max ? text : text.substring(0, Math.max(0, max - 1)) + '\u2026';
    }

    /** A line with nothing but time, number and hosts. */
    private StringBuilder plain(LadderRows.@Nullable Row row) {
        char[] line = new char[at(conversation.hosts().size() - 1) + 1];
        Arrays.fill(line, ' ');
        for (int i = 0; i < conversation.hosts().size(); i++) line[at(i)] = '\u2502';
        StringBuilder text = new StringBuilder().append(line);
        if (row != null && row.connection() > 0) {
            String number = clip("#" + row.connection(), CONNECTION_CHARS - 1);
            text.replace(TIME_CHARS, TIME_CHARS + number.length(), number);
        }
        return text;
    }

    private String line(LadderRows.Row row, String timeBefore) {
        StringBuilder line = plain(row);
        if (!row.time().equals(timeBefore)) {
            line.replace(0, TIME_CHARS - 1, leftPad(row.time() + " s"));
        }
        if (row.from() == row.to()) {
            note(line, row);
        } else {
            arrow(line, row);
        }
        return line.toString().stripTrailing();
    }

    private void note(StringBuilder line, LadderRows.Row row) {
        int at = at(row.from());
        line.setCharAt(at, LOST);
        boolean last = row.from() == conversation.hosts().size() - 1;
        int room = last ? Math.max(WIDTH - at, NOTE_CHARS_MIN) : gap;
        String words = " " + clip(row.words(), room - 3);
        while (line.length() < at + 1 + words.length()) line.append(' ');
        line.replace(at + 1, at + 1 + words.length(), words);
    }

    private void arrow(StringBuilder line, LadderRows.Row row) {
        int left = at(Math.min(row.from(), row.to()));
        int right = at(Math.max(row.from(), row.to()));
        for (int i = left + 1; i < right; i++) line.setCharAt(i, '\u2500');
        boolean toRight = row.from() < row.to();
        char head = row.mark() == LadderRows.Mark.LOST ? LOST : toRight ? '\u25b6' : '\u25c0';
        line.setCharAt(toRight ? right - 1 : left + 1, head);
        String words = " " + clip(row.words(), right - left - ARROW_CHARS) + " ";
        int begin = left + (right - left - words.length()) / 2 + 1;
        line.replace(begin, begin + words.length(), words);
    }

    /** Which rows are shown if not all can be: faults, what is around them, the ends. */
    private static final class Selection {
        private final List<LadderRows.Row> rows;
        private final boolean[] shown;

        Selection(List<LadderRows.Row> rows) {
            this.rows = rows;
            shown = new boolean[rows.size()];
        }

        boolean[] of(int linesMax) {
            if (rows.size() <= linesMax) {
                Arrays.fill(shown, true);
                return shown;
            }
            for (int row : byWorth()) {
                boolean before = shown[row];
                shown[row] = true;
                if (lines() <= linesMax) continue;
                shown[row] = before;
                break;
            }
            return shown;
        }

        private List<Integer> byWorth() {
            List<Integer> order = new ArrayList<>(List.of(0, rows.size() - 1));
            for (int i = rows.size() - 1; i >= 0; i--)
                if (rows.get(i).mark() == LadderRows.Mark.FAULT) order.add(i);
            for (int i : List.copyOf(order)) {
                if (i > 0) order.add(i - 1);
                if (i + 1 < rows.size()) order.add(i + 1);
            }
            for (int i = 0; i < rows.size(); i++) {
                order.add(rows.size() - 1 - i);
                if (i % 2 == 0) order.add(i / 2);
            }
            return order;
        }

        /** How many lines that makes, with one for each gap. */
        private int lines() {
            int lines = 0;
            for (int i = 0; i < shown.length; i++) {
                if (shown[i] || i == 0 || shown[i - 1]) lines++;
            }
            return lines;
        }
    }
}

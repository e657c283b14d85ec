package io.fairlead.lab.report;

import io.fairlead.lab.Lab;
import io.fairlead.lab.Part;
import io.fairlead.lab.Report;
import io.fairlead.ladder.TextLadder;
import io.fairlead.ladder.TextStyle;
import io.fairlead.ladder.Wrap;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lab as text, part for part as it goes on. For one thread. */
public final class TextReport {
    private static final String STRONG = "1";
    private static final String FAINT = "2";
    private static final String GOOD = "32";
    private static final String BAD = "31";

    private final TextStyle style;
    private @Nullable Part last;

    /** Draws in the style of a ladder. */
    public TextReport(TextStyle style) {
        this.style = style;
    }

    /** What stands before the parts: the title, and what will be seen. */
    public String begin(Lab lab) {
        return title(lab) + "\n" + expectation(lab);
    }

    /** The first line, for readers who will be asked before they are told. */
    public String title(Lab lab) {
        last = null;
        return style.in(STRONG, lab.name()) + ": " + lab.summary() + "\n";
    }

    /** What is seen, in some sentences. */
    public String expectation(Lab lab) {
        return wrapped(lab.expectation());
    }

    /** A part, after an empty line where something else begins. */
    public String part(Part part) {
        boolean goesOn = last != null && last.getClass() == part.getClass();
        boolean joins = goesOn && !(part instanceof Part.Sentence);
        last = part;
        return (joins ? "" : "\n") + text(part);
    }

    private String text(Part part) {
        return switch (part) {
            case Part.Sentence sentence -> wrapped(sentence.text());
            case Part.Question question -> wrapped(style.in(STRONG, "? " + question.text()));
            case Part.Call call -> "  " + call.text() + hint(call.errno()) + "\n";
            case Part.Check check -> "  " + colored(check) + "\n";
            case Part.Sockets sockets -> indented(sockets.lines());
            case Part.Table table -> indented(aligned(table));
            case Part.Ladder ladder -> drawn(ladder, style);
        };
    }

    private String hint(String errno) {
        return errno.isEmpty() ? "" : style.in(FAINT, "   fairlead explain " + errno);
    }

    private String colored(Part.Check check) {
        String code =
                switch (check.verdict()) {
                    case HELD -> GOOD;
                    case BROKEN -> BAD;
                    case UNSEEN -> FAINT;
                };
        return style.in(code, check.text());
    }

    private String wrapped(String text) {
        return String.join("\n", Wrap.lines(text, style.width())) + "\n";
    }

    private static String indented(List<String> lines) {
        return lines.isEmpty() ? "  (no socket)\n" : "  " + String.join("\n  ", lines) + "\n";
    }

    /** A line for each row, the columns' names above. */
    private static List<String> aligned(Part.Table table) {
        List<List<String>> all = new ArrayList<>(table.rows());
        all.addFirst(table.columns());
        int[] widths = new int[table.columns().size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return all.stream().map(row -> aligned(row, widths)).toList();
    }

    private static String aligned(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
        }
        return line.toString().stripTrailing();
    }

    /** Each conversation of a ladder, packet for packet. */
    static String drawn(Part.Ladder part, TextStyle style) {
        TextLadder ladder = new TextLadder(style);
        StringBuilder text = new StringBuilder();
        for (Conversation conversation : part.conversations()) {
            for (Step step : conversation.steps()) text.append(ladder.draw(conversation, step));
        }
        return text.toString();
    }

    /** What stands after the parts. */
    public String end(Report report) {
        StringBuilder end = new StringBuilder("\n");
        for (String sentence : Onward.of(report.lab())) {
            end.append(wrapped(sentence)).append('\n');
        }
        String outcome = report.lab().name() + ": " + report.outcome();
        return end + style.in(report.held() ? GOOD : BAD, outcome) + "\n";
    }
}

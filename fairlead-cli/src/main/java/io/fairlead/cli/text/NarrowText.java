package io.fairlead.cli.text;

import io.fairlead.ladder.Wrap;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists and help for a screen that is narrower than they are. A line of two columns keeps them
 * where the second has room, and gets one below the other elsewhere:
 *
 * <pre>
 *   echo      7007  sends back every byte       echo      7007
 *                                                 sends back every byte
 * </pre>
 *
 * <p>Codes of colours take no room, and stay in the line that they begin in.
 */
public final class NarrowText {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final Pattern COLUMN = Pattern.compile("\\S {2,}(?=\\S)");
    private static final int ROOM_MIN = 20; // of the second column, for it to stay beside the first
    private static final int HANG = 2;

    private NarrowText() {}

    /** {@code text} with no line wider than {@code width}; as it is if none was. */
    public static String of(String text, int width) {
        if (text.lines().allMatch(line -> width(line) <= width)) return text;
        StringBuilder folded = new StringBuilder(text.length());
        for (String line : whole(text, width)) fold(line, width, folded);
        return folded.toString();
    }

    /** The lines, each with those that go on in its second column where that has no room. */
    private static List<String> whole(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            boolean goesOn = !line.isBlank() && indent(line) > width - ROOM_MIN;
            if (goesOn && !lines.isEmpty()) {
                lines.add(lines.removeLast() + " " + line.strip());
            } else {
                lines.add(line);
            }
        }
        return lines;
    }

    private static void fold(String line, int width, StringBuilder folded) {
        if (width(line) <= width) {
            folded.append(line).append('\n');
            return;
        }
        int indent = Math.min(indent(line), width / 2);
        int column = column(line);
        String start = column > 0 ? line.substring(0, column) : "";
        int startWidth = width(start);
        if (column > 0 && width - startWidth >= ROOM_MIN) {
            rows(start, line.substring(column), startWidth, width, folded);
        } else if (column > 0) {
            fold(start.stripTrailing(), width, folded);
            String hang = " ".repeat(indent + HANG);
            rows(hang, line.substring(column), hang.length(), width, folded);
        } else {
            rows(" ".repeat(indent), line.strip(), indent, width, folded);
        }
    }

    /** Words behind {@code start}, and below each other. */
    private static void rows(
            String start, String words, int startWidth, int width, StringBuilder folded) {
        String before = start;
        for (String row : Wrap.lines(words, width - startWidth, NarrowText::width)) {
            folded.append(before).append(row).append('\n');
            before = " ".repeat(startWidth);
        }
    }

    /** Where the last column begins; 0 if there is one alone. */
    private static int column(String line) {
        Matcher gap = COLUMN.matcher(line);
        int column = 0;
        while (gap.find()) column = gap.end();
        return column;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static int width(String line) {
        return COLOUR.matcher(line).replaceAll("").length();
    }
}

package io.fairlead.ladder;

import java.util.ArrayList;
import java.util.List;

/** Breaks a sentence into lines at its spaces. */
public final class Wrap {
    private Wrap() {}

    /** Lines of at most {@code width} characters; a longer word is cut. */
    public static List<String> lines(String sentence, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : sentence.split(" ", -1)) {
            String rest = word;
            if (!line.isEmpty() && line.length() + 1 + rest.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (rest.length() > width) {
                lines.add(rest.substring(0, width));
                rest = rest.substring(width);
            }
            if (!line.isEmpty()) line.append(' ');
            line.append(rest);
        }
        lines.add(line.toString());
        return lines;
    }
}

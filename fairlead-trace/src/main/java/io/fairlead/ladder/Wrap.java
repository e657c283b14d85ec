package io.fairlead.ladder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Breaks a sentence into lines at its spaces. */
public final class Wrap {
    private Wrap() {}

    /** Lines of at most {@code width} characters; a longer word is cut. */
    public static List<String> lines(String sentence, int width) {
        return lines(sentence, width, String::length);
    }

    /** Lines that are at most {@code width} wide, by a measure of one's own. */
    public static List<String> lines(String sentence, int width, ToIntFunction<String> measure) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : sentence.split(" ", -1)) {
            String rest = word;
            if (!line.isEmpty() && measure.applyAsInt(line + " " + rest) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (rest.length() > 1 && measure.applyAsInt(rest) > width) {
                int cut = rest.length() - 1;
                while (cut > 1 && measure.applyAsInt(rest.substring(0, cut)) > width) cut--;
                lines.add(rest.substring(0, cut));
                rest = rest.substring(cut);
            }
            if (!line.isEmpty()) line.append(' ');
            line.append(rest);
        }
        lines.add(line.toString());
        return lines;
    }
}

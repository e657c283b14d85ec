package io.fairlead.cli.stat;

import io.fairlead.cli.Shell;
import java.util.List;

/**
 * Turns lines into text, with colours where they are wanted.
 *
 * @param colored whether they are
 */
record Paint(boolean colored) {
    private static final String END = "\033[0m";

    static Paint of(Shell shell) {
        return new Paint(shell.isColored());
    }

    String text(List<Line> lines) {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) text.append(text(line)).append('\n');
        return text.toString();
    }

    private String text(Line line) {
        if (!colored || line.kind() == Line.Kind.PLAIN) return line.text();
        String begin =
                switch (line.kind()) {
                    case HEADING -> "\033[1m";
                    case NOTABLE -> "\033[33m";
                    case NEW -> "\033[32m";
                    case CHANGED -> "\033[1;36m";
                    case GONE -> "\033[2m";
                    case PLAIN -> "";
                };
        return begin + line.text().replace("\n", END + "\n" + begin) + END;
    }
}

package io.fairlead.ladder;

import io.fairlead.trace.Figures;
import io.fairlead.trace.Step;
import org.jspecify.annotations.Nullable;

/** The window of one end as a bar, beside the largest it has offered so far. For one thread. */
final class WindowBar {
    private static final int CELLS = 6;
    private static final String EIGHTHS = "\u258f\u258e\u258d\u258c\u258b\u258a\u2589";
    private static final String FULL = "\u2588";
    private static final String EMPTY = "\u00b7";

    private long most = 1;

    /** Six cells and a number, twelve characters in all; blank where there is no window. */
    String next(Step.@Nullable Numbers numbers) {
        if (numbers == null) return " ".repeat(CELLS + 6);
        long bytes = numbers.windowBytes();
        most = Math.max(most, bytes);
        int eighths = (int) Math.ceilDiv(bytes * CELLS * 8, most);
        int full = eighths / 8;
        int rest = eighths % 8;
        String bar = FULL.repeat(full) + (rest == 0 ? "" : EIGHTHS.substring(rest - 1, rest));
        String empty = EMPTY.repeat(CELLS - bar.length());
        return bar + empty + "%6s".formatted(Figures.brief(bytes));
    }
}

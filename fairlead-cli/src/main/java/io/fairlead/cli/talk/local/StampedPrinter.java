package io.fairlead.cli.talk.local;

import io.fairlead.cli.OutputException;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Begins each line with the local time, to the millisecond. Safe for any thread. */
final class StampedPrinter implements Printer {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS ", Locale.ROOT);

    private final Printer printer;
    private final Clock clock;
    private boolean inLine;

    StampedPrinter(Printer printer, Clock clock) {
        this.printer = printer;
        this.clock = clock;
    }

    @Override
    public synchronized void print(String text) throws OutputException {
        String now = TIME.format(LocalTime.now(clock));
        StringBuilder stamped = new StringBuilder(text.length() + 2 * now.length());
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start) + 1;
            if (end == 0) end = text.length();
            if (!inLine) stamped.append(now);
            stamped.append(text, start, end);
            inLine = text.charAt(end - 1) != '\n';
            start = end;
        }
        printer.print(stamped.toString());
    }
}

package io.fairlead.testkit.drawing;

import io.fairlead.testkit.simulation.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is to be drawn: hosts, each a column, and rows, each with words. */
public final class LadderRows {
    /** What is longer under way than this is late, and is said to be. */
    private static final Duration LATE = Duration.ofMillis(5);

    private static final int DATA_CHARS_MAX = 48;

    private final List<String> hosts;
    private final List<Row> rows = new ArrayList<>();
    private final boolean manyConnections;

    /**
     * One line.
     *
     * @param from column of the host where it begins
     * @param to column of the host where it ends; the same for what happens at one host
     */
    record Row(String time, int connection, int from, int to, String words, Mark mark) {}

    /** What a row is. */
    enum Mark {
        ARRIVES,
        LOST,
        FAULT
    }

    /** Of these steps. */
    public LadderRows(List<Trace.Step> steps) {
        Set<String> seen = new LinkedHashSet<>();
        Set<Integer> connections = new LinkedHashSet<>();
        for (Trace.Step step : steps) {
            // The one that began is on the left: the answer to it is the first that is seen.
            if (!step.to().isEmpty()) seen.add(step.to());
            seen.add(step.from());
            if (step.connection() > 0) connections.add(step.connection());
        }
        hosts = List.copyOf(seen);
        manyConnections = connections.size() > 1;
        for (Trace.Step step : steps) rows.add(row(step));
    }

    List<String> hosts() {
        return hosts;
    }

    List<Row> rows() {
        return rows;
    }

    private Row row(Trace.Step step) {
        boolean fault = step.kind() == Trace.Kind.FAULT;
        boolean lost = step.word().equals(Trace.LOST);
        int from = hosts.indexOf(step.from());
        int to = fault ? from : hosts.indexOf(step.to());
        String time = String.format(Locale.ROOT, "%.6f", step.atNs() / 1e9);
        Mark mark = fault ? Mark.FAULT : lost ? Mark.LOST : Mark.ARRIVES;
        int connection = manyConnections ? step.connection() : 0;
        return new Row(time, connection, from, to, words(step), mark);
    }

    // ---- words ----

    private static String words(Trace.Step step) {
        return switch (step.kind()) {
            case CONNECTED -> "connected";
            case REFUSED -> "refused";
            case DATAGRAM, DATA -> step.number() + late(step) + " \"" + readable(step.data()) + '"';
            case END -> "end (FIN)" + late(step);
            case RESET -> "reset (RST)" + late(step);
            case FAULT -> step.word() + detail(step);
        };
    }

    private static String detail(Trace.Step step) {
        long number = step.number();
        if (number == 0) return "";
        return switch (step.word()) {
            case "reset", "half-close", "half-open" -> " at byte " + number;
            case "pause" -> String.format(Locale.ROOT, " for %.3f s", number / 1e3);
            case "short-read", "short-write" -> " of " + number;
            default -> " " + number;
        };
    }

    private static String late(Trace.Step step) {
        Duration under = Duration.ofNanos(step.underWayNs());
        if (under.compareTo(LATE) < 0) return "";
        return String.format(Locale.ROOT, " after %.3f s", under.toNanos() / 1e9);
    }

    /** What is no printable ASCII is written as in a Java text. */
    private static String readable(String data) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < data.length(); i++) {
            if (text.length() >= DATA_CHARS_MAX) return text.append('\u2026').toString();
            text.append(readable(data.charAt(i)));
        }
        return text.toString();
    }

    private static String readable(char each) {
        return switch (each) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '"', '\\' -> "\\" + each;
            default ->
                    each >= ' ' && each <= '~'
                            ? String.valueOf(each)
                            : "\\" + Integer.toOctalString(each);
        };
    }
}

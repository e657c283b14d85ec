package io.fairlead.cli.bench.saved;

import io.fairlead.cli.bench.saved.ComparedFigure.Kind;
import io.fairlead.cli.text.JsonLine;
import io.fairlead.load.measure.Standings;
import io.fairlead.net.text.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/**
 * A run against one that was saved before: which is faster, by how much, and whether the difference
 * is significant. For one thread.
 */
public final class Comparison {
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "/connections", "connections",
                    "/payload_bytes", "bytes of a message",
                    "/depth", "depth",
                    "/answer", "answer",
                    "/rate_per_s", "rate",
                    "/threads", "threads");

    private final Path file;
    private final SavedRun before;
    private final SavedRun now;

    /**
     * @param file where {@code before} was read
     * @param now the run that has just ended
     */
    public Comparison(Path file, SavedRun before, SavedRun now) {
        this.file = file;
        this.before = before;
        this.now = now;
    }

    /**
     * Makes sure, before the run, that {@code before} can be compared with it.
     *
     * @param kind of the run, as its start says it
     * @param loop of the run, as its start says it
     * @throws IllegalArgumentException if it cannot
     */
    public static void requireAlike(Path file, SavedRun before, String kind, String loop) {
        if (kind.equals("idle")) {
            throw new IllegalArgumentException(
                    "--against compares second by second; --idle has one figure only");
        }
        String is = kind + ", " + loop + " loop";
        String was = before.setting("/kind") + ", " + before.setting("/loop") + " loop";
        if (is.equals(was)) return;
        throw new IllegalArgumentException(
                "--against: %s has another kind of load (%s) than this run (%s)"
                        .formatted(file, was, is));
    }

    private List<ComparedFigure> figures() {
        return Stream.of(Kind.values())
                .map(kind -> ComparedFigure.of(kind, before, now))
                .filter(ComparedFigure::isKnown)
                .toList();
    }

    /** What decides which run is faster; of a run in both directions, each of them. */
    private List<ComparedFigure> deciding() {
        List<Kind> kinds =
                now.setting("/loop").equals("open")
                        ? List.of(Kind.P99)
                        : List.of(Kind.RECEIVED, Kind.RATE);
        boolean reverse = now.setting("/kind").equals("reverse");
        return figures().stream()
                .filter(figure -> kinds.contains(figure.kind()))
                .filter(figure -> !reverse || figure.kind() == Kind.RECEIVED)
                .toList();
    }

    /** A table of both, a sentence about each figure that decides, and what else differs. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("  against ")
                .append(Printable.of(file.toString()))
                .append(", measured ")
                .append(before.time())
                .append('\n')
                .append(row("", "before", "now", "change"));
        for (ComparedFigure figure : figures()) {
            Kind kind = figure.kind();
            text.append(
                    row(
                            kind.word,
                            kind.text(figure.before()),
                            kind.text(figure.now()),
                            figure.change()));
        }
        deciding().forEach(figure -> text.append("  ").append(sentence(figure)).append('\n'));
        differences().forEach(one -> text.append("  note: ").append(one).append('\n'));
        return text.toString();
    }

    private static String row(String word, String before, String now, String change) {
        String row = String.format(Locale.ROOT, "  %-16s%-12s%-12s%s", word, before, now, change);
        return row.stripTrailing() + "\n";
    }

    private static String sentence(ComparedFigure figure) {
        String what = figure.kind().word + " " + figure.change();
        String test =
                String.format(
                        Locale.ROOT,
                        "higher in %d of %d seconds, sign test",
                        figure.higher(),
                        figure.seconds());
        return switch (figure.verdict()) {
            case FASTER -> "faster: " + what + ", significant (" + test + ", p < 0.05)";
            case SLOWER -> "slower: " + what + ", significant (" + test + ", p < 0.05)";
            case ALIKE -> "no significant difference: " + what + " (" + test + ")";
            case TOO_SHORT ->
                    String.format(
                            Locale.ROOT,
                            "too short to compare: both results have %d seconds in common;"
                                    + " %d are needed (--duration)",
                            figure.seconds(),
                            Standings.ROUNDS_MIN);
        };
    }

    /** How the loads differ, beyond the server. */
    private List<String> differences() {
        List<String> differences = new ArrayList<>();
        SETTINGS.keySet().stream()
                .sorted()
                .filter(field -> !before.setting(field).equals(now.setting(field)))
                .forEach(field ->
                        differences.add(
                                "the loads differ: %s %s before, %s now"
                                        .formatted(
                                                SETTINGS.get(field),
                                                Printable.of(before.setting(field)),
                                                now.setting(field))));
        return differences;
    }

    /** Writes the same as the fields of an object. */
    public void write(JsonGenerator json) {
        json.writeStringProperty("file", file.toString());
        json.writeStringProperty("measured", before.setting("/time"));
        json.writeArrayPropertyStart("figures");
        for (ComparedFigure figure : deciding()) {
            json.writeStartObject();
            json.writeStringProperty("figure", figure.kind().word);
            json.writeNumberProperty("before", figure.before());
            json.writeNumberProperty("now", figure.now());
            json.writeNumberProperty("higher", figure.higher());
            json.writeNumberProperty("seconds", figure.seconds());
            json.writeStringProperty("verdict", figure.verdict().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonLine.strings(json, "differences", differences());
    }
}

package io.fairlead.ladder;

import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The bytes that one end has in flight over time, below the window of the other end. For one
 * thread.
 *
 * <p>Both change in steps, at the packets; between two packets nothing is known.
 */
final class FlowChart {
    private static final int HEIGHT = 190;
    private static final int LEFT = 84;
    private static final int RIGHT = 24;
    private static final int TOP = 34;
    private static final int BOTTOM = 30;

    /** Less than so small a part of the height is not to be seen. */
    private static final int VISIBLE_PART = 100;

    private final boolean ofClient;
    private final List<Point> flight = new ArrayList<>();
    private final List<Point> window = new ArrayList<>();
    private long lengthNs;
    private long most = 1;

    /** A moment and a count of bytes. */
    private record Point(long timeNs, long bytes) {}

    /** What the client, or the server, sends in {@code conversation}. */
    FlowChart(Conversation conversation, boolean ofClient) {
        this.ofClient = ofClient;
        List<Step> steps = conversation.steps();
        if (!steps.isEmpty()) {
            long startNs = steps.getFirst().frame().timeNs();
            steps.forEach(step -> add(step, step.frame().timeNs() - startNs));
        }
    }

    private void add(Step step, long timeNs) {
        Step.Numbers numbers = step.numbers();
        if (numbers == null) return;
        boolean own = step.fromClient() == ofClient;
        if (!own) add(window, new Point(timeNs, numbers.windowBytes()));
        long bytes = own ? numbers.inFlightBytes() : numbers.otherInFlightBytes();
        add(flight, new Point(timeNs, bytes));
        lengthNs = Math.max(lengthNs, timeNs);
    }

    private void add(List<Point> points, Point point) {
        points.add(point);
        most = Math.max(most, point.bytes());
    }

    /** Whether there is something to see. */
    boolean isWorthIt() {
        long peak = flight.stream().mapToLong(Point::bytes).max().orElse(0);
        return lengthNs > 0 && peak > most / VISIBLE_PART;
    }

    /** The chart as one element of a page. */
    String svg() {
        Markup svg = new Markup();
        String own = ofClient ? "client" : "server";
        String other = ofClient ? "server" : "client";
        String title =
                "What the %s has in flight, and what the %s has room for".formatted(own, other);
        svg.label("title", LEFT, 18, title);
        String legend = "filled: in flight; dashed: the window";
        svg.label("end faint small", LEFT + width(), 18, legend);
        for (int i = 0; i <= 2; i++) {
            long bytes = most * i / 2;
            svg.line("grid", new Markup.Box(LEFT, top(bytes), width(), 0));
            svg.label("end faint small", LEFT - 8, top(bytes) + 4, Figures.brief(bytes));
        }
        svg.label("faint small", LEFT, HEIGHT - 8, "0");
        String end = Figures.time(lengthNs);
        svg.label("end faint small", LEFT + width(), HEIGHT - 8, end);
        svg.raw(
                String.format(
                        Locale.ROOT,
                        "<path class='flight %s' d='%s V%.1f H%d Z'/>",
                        own,
                        steps(flight),
                        top(0),
                        LEFT));
        svg.raw("<path class='curve %s' d='%s'/>".formatted(own, steps(flight)));
        svg.raw("<path class='curve limit %s' d='%s'/>".formatted(other, steps(window)));
        return String.format(
                Locale.ROOT,
                "<svg viewBox='0 0 %d %d' role='img' aria-label='%s'>\n%s</svg>\n",
                SvgLadder.WIDTH,
                HEIGHT,
                title,
                svg);
    }

    private String steps(List<Point> points) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            String form = path.isEmpty() ? "M%.1f %.1f" : " H%.1f V%.1f";
            path.append(String.format(Locale.ROOT, form, left(point), top(point.bytes())));
        }
        return path.append(String.format(Locale.ROOT, " H%.1f", LEFT + width())).toString();
    }

    private static double width() {
        return SvgLadder.WIDTH - LEFT - RIGHT;
    }

    private double left(Point point) {
        return LEFT + width() * point.timeNs() / lengthNs;
    }

    private double top(long bytes) {
        return HEIGHT - BOTTOM - (double) (HEIGHT - TOP - BOTTOM) * bytes / most;
    }
}

package io.fairlead.cli.bench;

import java.util.List;
import java.util.Locale;

/** A chart of lines as SVG; its colours come from the page's style sheet. For one thread. */
final class SvgChart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 320;
    private static final int LEFT = 76;
    private static final int RIGHT = 40;
    private static final int TOP = 40;
    private static final int BOTTOM = 48;
    private static final int LEGEND_WIDTH = 130;

    private final Axis x;
    private final Axis y;
    private final StringBuilder body = new StringBuilder();
    private int series;

    /**
     * A point of a line.
     *
     * @param x in the units of the axis
     * @param y in the units of the axis
     */
    record Point(double x, double y) {}

    SvgChart(String title, Axis x, Axis y) {
        this.x = x;
        this.y = y;
        element(
                String.format(
                        Locale.ROOT,
                        "<text class='title' x='%d' y='18'>%s</text>",
                        LEFT,
                        HtmlReport.escaped(title)));
        for (Axis.Tick tick : y.ticks()) gridLine(tick);
        for (Axis.Tick tick : x.ticks()) {
            element(
                    String.format(
                            Locale.ROOT,
                            "<text class='tick' text-anchor='middle' x='%.1f' y='%d'>%s</text>",
                            left(tick.value()),
                            HEIGHT - BOTTOM + 18,
                            HtmlReport.escaped(tick.text())));
        }
        element(
                String.format(
                        Locale.ROOT,
                        "<text class='tick' text-anchor='middle' x='%d' y='%d'>%s</text>",
                        (LEFT + WIDTH - RIGHT) / 2,
                        HEIGHT - 8,
                        HtmlReport.escaped(x.label())));
    }

    private void gridLine(Axis.Tick tick) {
        double top = top(tick.value());
        element(
                String.format(
                        Locale.ROOT,
                        "<line class='grid' x1='%d' y1='%.1f' x2='%d' y2='%.1f'/>",
                        LEFT,
                        top,
                        WIDTH - RIGHT,
                        top));
        element(
                String.format(
                        Locale.ROOT,
                        "<text class='tick' text-anchor='end' x='%d' y='%.1f'>%s</text>",
                        LEFT - 8,
                        top + 4,
                        HtmlReport.escaped(tick.text())));
    }

    /** Adds a line and its name. */
    SvgChart line(String name, List<Point> points) {
        series++;
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            String form = path.isEmpty() ? "%.1f,%.1f" : " %.1f,%.1f";
            path.append(String.format(Locale.ROOT, form, left(point.x()), top(point.y())));
        }
        element(
                String.format(
                        Locale.ROOT, "<polyline class='line s%d' points='%s'/>", series, path));
        int at = WIDTH - RIGHT - LEGEND_WIDTH * series;
        element(
                String.format(
                        Locale.ROOT,
                        "<line class='line s%d' x1='%d' y1='14' x2='%d' y2='14'/>",
                        series,
                        at,
                        at + 18));
        String label = HtmlReport.escaped(name);
        element(
                String.format(
                        Locale.ROOT, "<text class='tick' x='%d' y='18'>%s</text>", at + 24, label));
        return this;
    }

    private double left(double value) {
        return LEFT + x.at(value) * (WIDTH - LEFT - RIGHT);
    }

    private double top(double value) {
        return HEIGHT - BOTTOM - y.at(value) * (HEIGHT - TOP - BOTTOM);
    }

    private void element(String element) {
        body.append(element).append('\n');
    }

    /** The chart as one element of a page. */
    String svg() {
        return "<svg viewBox='0 0 %d %d' role='img'>\n%s</svg>\n".formatted(WIDTH, HEIGHT, body);
    }
}

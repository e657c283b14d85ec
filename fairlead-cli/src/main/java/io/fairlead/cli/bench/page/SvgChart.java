package io.fairlead.cli.bench.page;

import java.util.List;
import java.util.Locale;

/** A chart of lines as SVG; its colours come from the page's style sheet. For one thread. */
public final class SvgChart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 320;
    private static final int LEFT = 76;
    private static final int RIGHT = 40;
    private static final int TOP = 40;
    private static final int BOTTOM = 48;
    private static final int LEGEND_WIDTH = 128;
    private static final int LEGEND_COLUMNS = 5;
    private static final int LEGEND_HEIGHT = 20;

    private final Axis x;
    private final Axis y;
    private final StringBuilder body = new StringBuilder();
    private int series;
    private int height = HEIGHT;

    /**
     * A point of a line.
     *
     * @param x in the units of the axis
     * @param y in the units of the axis
     */
    public record Point(double x, double y) {}

    public SvgChart(String title, Axis x, Axis y) {
        this.x = x;
        this.y = y;
        element(
                String.format(
                        Locale.ROOT,
                        "<text class='title' x='%d' y='18'>%s</text>",
                        LEFT,
                        HtmlPage.escaped(title)));
        for (Axis.Tick tick : y.ticks()) gridLine(tick);
        for (Axis.Tick tick : x.ticks()) {
            element(
                    String.format(
                            Locale.ROOT,
                            "<text class='tick' text-anchor='middle' x='%.1f' y='%d'>%s</text>",
                            left(tick.value()),
                            HEIGHT - BOTTOM + 18,
                            HtmlPage.escaped(tick.text())));
        }
        element(
                String.format(
                        Locale.ROOT,
                        "<text class='tick' text-anchor='middle' x='%d' y='%d'>%s</text>",
                        (LEFT + WIDTH - RIGHT) / 2,
                        HEIGHT - 8,
                        HtmlPage.escaped(x.label())));
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
                        HtmlPage.escaped(tick.text())));
    }

    /** Adds a line and its name. */
    public SvgChart line(String name, List<Point> points) {
        series++;
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            String form = path.isEmpty() ? "%.1f,%.1f" : " %.1f,%.1f";
            path.append(String.format(Locale.ROOT, form, left(point.x()), top(point.y())));
        }
        element(
                String.format(
                        Locale.ROOT, "<polyline class='line s%d' points='%s'/>", series, path));
        legend(HtmlPage.escaped(name));
        return this;
    }

    /** Below the chart, in as many rows as it takes. */
    private void legend(String label) {
        int at = LEFT + LEGEND_WIDTH * ((series - 1) % LEGEND_COLUMNS);
        int top = HEIGHT + LEGEND_HEIGHT * ((series - 1) / LEGEND_COLUMNS);
        height = top + LEGEND_HEIGHT;
        element(
                String.format(
                        Locale.ROOT,
                        "<line class='line s%d' x1='%d' y1='%d' x2='%d' y2='%d'/>",
                        series,
                        at,
                        top + 8,
                        at + 18,
                        top + 8));
        element(
                String.format(
                        Locale.ROOT,
                        "<text class='tick' x='%d' y='%d'>%s</text>",
                        at + 24,
                        top + 12,
                        label));
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
    public String svg() {
        return String.format(
                Locale.ROOT,
                "<svg viewBox='0 0 %d %d' role='img'>\n%s</svg>\n",
                WIDTH,
                height,
                body);
    }
}

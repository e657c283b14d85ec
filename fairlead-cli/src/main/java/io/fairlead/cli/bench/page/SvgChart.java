package io.fairlead.cli.bench.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A chart of lines as SVG; its colours come from the page's style sheet. For one thread. */
public final class SvgChart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 320;
    private static final int LEFT = 76;
    private static final int RIGHT = 130;
    private static final int TOP = 40;
    private static final int BOTTOM = 48;
    private static final int LABEL_HEIGHT = 14;

    private final Axis x;
    private final Axis y;
    private final StringBuilder body = new StringBuilder();
    private final List<Label> labels = new ArrayList<>();

    /**
     * The name of a line, beside its end.
     *
     * @param series the number of the line, from 1 on
     * @param top where the line ends
     */
    private record Label(int series, String text, double top) {}

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

    /** Adds a line, and its name where it ends. */
    public SvgChart line(String name, List<Point> points) {
        int series = labels.size() + 1;
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            String form = path.isEmpty() ? "%.1f,%.1f" : " %.1f,%.1f";
            path.append(String.format(Locale.ROOT, form, left(point.x()), top(point.y())));
        }
        element(
                String.format(
                        Locale.ROOT, "<polyline class='line s%d' points='%s'/>", series, path));
        double end = points.isEmpty() ? HEIGHT - BOTTOM : top(points.getLast().y());
        labels.add(new Label(series, HtmlPage.escaped(name), end));
        return this;
    }

    /** Marks a point of the line that was added last, and writes {@code text} above it. */
    public SvgChart mark(Point point, String text) {
        double at = left(point.x());
        element(
                String.format(
                        Locale.ROOT,
                        "<circle class='mark f%d' cx='%.1f' cy='%.1f' r='3.5'/>",
                        labels.size(),
                        at,
                        top(point.y())));
        element(
                String.format(
                        Locale.ROOT,
                        "<text class='mark' text-anchor='%s' x='%.1f' y='%.1f'>%s</text>",
                        at > WIDTH - 2 * RIGHT ? "end" : "start",
                        at > WIDTH - 2 * RIGHT ? at - 2 : at - 6,
                        top(point.y()) - 9,
                        HtmlPage.escaped(text)));
        return this;
    }

    /** Beside the ends of the lines, moved apart where lines end near each other. */
    private String labels() {
        List<Label> sorted = new ArrayList<>(labels);
        sorted.sort(Comparator.comparingDouble(Label::top));
        double lowest = HEIGHT - BOTTOM;
        double[] tops = new double[sorted.size()];
        for (int i = 0; i < tops.length; i++) {
            double above = i == 0 ? TOP : tops[i - 1] + LABEL_HEIGHT;
            tops[i] = Math.max(above, sorted.get(i).top());
        }
        for (int i = tops.length - 1; i >= 0; i--) {
            tops[i] = Math.min(tops[i], lowest);
            lowest = tops[i] - LABEL_HEIGHT;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tops.length; i++) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "<text class='name f%d' x='%d' y='%.1f'>%s</text>\n",
                            sorted.get(i).series(),
                            WIDTH - RIGHT + 8,
                            tops[i] + 4,
                            sorted.get(i).text()));
        }
        return text.toString();
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
                "<svg viewBox='0 0 %d %d' role='img'>\n%s%s</svg>\n",
                WIDTH,
                HEIGHT,
                body,
                labels());
    }
}

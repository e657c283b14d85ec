package io.fairlead.ladder;

import io.fairlead.trace.Conversation;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Step;
import java.util.List;
import java.util.Locale;

/**
 * How many bytes a second each end sends over time, on a logarithmic scale, and where there was
 * trouble. Bytes sent again count again, as they went over the wire. For one thread.
 */
final class RateChart {
    private static final int HEIGHT = 190;
    private static final int LEFT = 84;
    private static final int RIGHT = 24;
    private static final int TOP = 34;
    private static final int BOTTOM = 30;
    private static final int SLOTS = 120;
    private static final double NS_PER_S = 1e9;

    private final long[] client = new long[SLOTS];
    private final long[] server = new long[SLOTS];
    private final boolean[] trouble = new boolean[SLOTS];
    private final long lengthNs;
    private double least = Double.MAX_VALUE;
    private double most;

    RateChart(Conversation conversation) {
        List<Step> steps = conversation.steps();
        long startNs = steps.getFirst().frame().timeNs();
        lengthNs = Math.max(1, steps.getLast().frame().timeNs() - startNs);
        for (Step step : steps) {
            long timeNs = Math.max(0, step.frame().timeNs() - startNs);
            int slot = (int) Math.min(SLOTS - 1, timeNs * (double) SLOTS / lengthNs);
            (step.fromClient() ? client : server)[slot] += Folder.bytes(step);
            trouble[slot] |= step.isTrouble();
        }
        for (int i = 0; i < SLOTS; i++) {
            bounds(client[i]);
            bounds(server[i]);
        }
    }

    private void bounds(long bytes) {
        if (bytes == 0) return;
        least = Math.min(least, Math.pow(10, Math.floor(Math.log10(rate(bytes)))));
        most = Math.max(most, Math.pow(10, Math.ceil(Math.log10(rate(bytes)) + 1e-9)));
    }

    private double rate(long bytes) {
        return bytes * NS_PER_S * SLOTS / lengthNs;
    }

    /** Whether there is something to see. */
    boolean isWorthIt() {
        long filled = 0;
        for (int i = 0; i < SLOTS; i++) if (client[i] + server[i] > 0) filled++;
        return filled > 2;
    }

    /** The chart as one element of a page. */
    String svg() {
        Markup svg = new Markup();
        svg.label("title", LEFT, 18, "Throughput, logarithmic");
        String legend = "blue: client; green: server; red below: trouble";
        svg.label("end faint small", LEFT + width(), 18, legend);
        double step = Math.max(10, Math.pow(10, Math.ceil(Math.log10(most / least) / 4)));
        for (double rate = least; rate <= most * 1.01; rate *= step) {
            svg.line("grid", new Markup.Box(LEFT, top(rate), width(), 0));
            svg.label("end faint small", LEFT - 8, top(rate) + 4, Figures.size((long) rate) + "/s");
        }
        for (int i = 0; i <= 4; i++) {
            String anchor = i == 4 ? "end faint small" : i == 0 ? "faint small" : "mid faint small";
            String time = i == 0 ? "0" : Figures.time(lengthNs * i / 4);
            svg.label(anchor, LEFT + width() * i / 4, HEIGHT - 8, time);
        }
        bars(svg, client, "client", 0);
        bars(svg, server, "server", 1);
        for (int i = 0; i < SLOTS; i++) {
            double at = HEIGHT - BOTTOM + 2;
            if (trouble[i]) svg.line("arrow trouble", new Markup.Box(left(i), at, slotWidth(), 0));
        }
        return String.format(
                Locale.ROOT,
                "<svg viewBox='0 0 %d %d' role='img' aria-label='Throughput of both ends over"
                        + " time'>\n%s</svg>\n",
                SvgLadder.WIDTH,
                HEIGHT,
                svg);
    }

    private void bars(Markup svg, long[] bytes, String end, int half) {
        double wide = slotWidth() / 2;
        for (int i = 0; i < SLOTS; i++) {
            if (bytes[i] == 0) continue;
            double top = top(rate(bytes[i]));
            double height = Math.max(1, HEIGHT - BOTTOM - top);
            svg.box("bar " + end, new Markup.Box(left(i) + half * wide, top, wide, height));
        }
    }

    private static double width() {
        return SvgLadder.WIDTH - LEFT - RIGHT;
    }

    private static double slotWidth() {
        return width() / SLOTS;
    }

    private static double left(int slot) {
        return LEFT + slot * slotWidth();
    }

    private double top(double rate) {
        double part = Math.log10(rate / least) / Math.max(1e-9, Math.log10(most / least));
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * Math.clamp(part, 0, 1);
    }
}

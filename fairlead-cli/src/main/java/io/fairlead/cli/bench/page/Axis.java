package io.fairlead.cli.bench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * One direction of a chart: where a value lies on it, and which values are written at it.
 * Immutable.
 *
 * @param label what it shows
 * @param from the value at its begin
 * @param to the value at its end, above {@code from}
 * @param log whether equal distances are equal ratios
 * @param ticks the values that are written
 */
public record Axis(String label, double from, double to, boolean log, List<Tick> ticks) {
    private static final int TICKS = 5;

    /**
     * A value that is written.
     *
     * @param value where
     * @param text how
     */
    public record Tick(double value, String text) {}

    /** From 0 to above {@code max}, in round steps. */
    public static Axis linear(String label, double max, DoubleFunction<String> text) {
        double step = roundStep(Math.max(max, 1e-9) / TICKS);
        double to = Math.ceil(max / step) * step;
        if (to <= 0) to = step;
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step <= to * 1.0001; i++) {
            ticks.add(tick(i * step, text));
        }
        return new Axis(label, 0, to, false, ticks);
    }

    /** A tick is a round number, whose last zeros say nothing: {@code 10 µs}, not 10.0. */
    private static Tick tick(double value, DoubleFunction<String> text) {
        return new Tick(value, text.apply(value).replaceFirst("\\.0+(?!\\d)", ""));
    }

    private static double roundStep(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double ratio = rough / power;
        return power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
    }

    /** Powers of ten around what lies from {@code min} to {@code max}. */
    public static Axis powers(String label, double min, double max, DoubleFunction<String> text) {
        int first = (int) Math.floor(Math.log10(Math.max(min, 1)));
        int last = Math.max(first + 1, (int) Math.ceil(Math.log10(Math.max(max, 1))));
        List<Tick> ticks = new ArrayList<>();
        for (int power = first; power <= last; power++) {
            ticks.add(tick(Math.pow(10, power), text));
        }
        return new Axis(label, Math.pow(10, first), Math.pow(10, last), true, ticks);
    }

    /** Percentiles, finer towards 100: equal distances are equal factors of what is left. */
    public static Axis percentiles(int nines) {
        List<Tick> ticks = new ArrayList<>();
        ticks.add(new Tick(0, "0 %"));
        for (int nine = 1; nine <= nines; nine++) {
            String digits = nine <= 2 ? "9".repeat(nine) : "99." + "9".repeat(nine - 2);
            ticks.add(new Tick(nine, (nine == 1 ? "90" : digits) + " %"));
        }
        return new Axis("percentile", 0, nines, false, ticks);
    }

    /** Where {@code value} lies: 0 at the begin, 1 at the end; not beyond either. */
    public double at(double value) {
        double share =
                log
                        ? Math.log(Math.max(value, from) / from) / Math.log(to / from)
                        : (value - from) / (to - from);
        return Math.clamp(share, 0, 1);
    }
}

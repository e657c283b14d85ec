package io.fairlead.cli.bench.page;

import java.util.Locale;

/** Times and numbers to a person's precision: three digits and a unit. */
public final class Units {
    private static final double KILO = 1000;

    private Units() {}

    /** {@code 850 ns}, {@code 12.3 µs}, {@code 4.56 ms}, {@code 1.20 s}. */
    public static String time(double ns) {
        if (ns < KILO) return digits(ns) + " ns";
        if (ns < KILO * KILO) return digits(ns / KILO) + " µs";
        if (ns < KILO * KILO * KILO) return digits(ns / KILO / KILO) + " ms";
        return digits(ns / KILO / KILO / KILO) + " s";
    }

    /** As {@link #time(double)}. */
    public static String time(long ns) {
        return time((double) ns);
    }

    private static String digits(double value) {
        String form = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
        String text = String.format(Locale.ROOT, form, value);
        return value == 0 ? "0" : text;
    }

    /** Bytes a second as bits a second: {@code 940 Mbit/s}, {@code 27.5 Gbit/s}. */
    public static String bits(double bytesPerSecond) {
        double bits = 8 * bytesPerSecond;
        if (bits < KILO) return digits(bits) + " bit/s";
        if (bits < KILO * KILO) return digits(bits / KILO) + " kbit/s";
        if (bits < KILO * KILO * KILO) return digits(bits / KILO / KILO) + " Mbit/s";
        return digits(bits / KILO / KILO / KILO) + " Gbit/s";
    }

    /** {@code 1,234,567}. */
    public static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** As {@link #count(double)}. */
    public static String count(long value) {
        return count((double) value);
    }

    /** {@code 950}, {@code 12.3k}, {@code 1.20M}. */
    public static String brief(double value) {
        if (value < KILO) return digits(value).replaceFirst("\\.0+$", "");
        if (value < KILO * KILO) return digits(value / KILO) + "k";
        if (value < KILO * KILO * KILO) return digits(value / KILO / KILO) + "M";
        return digits(value / KILO / KILO / KILO) + "G";
    }
}

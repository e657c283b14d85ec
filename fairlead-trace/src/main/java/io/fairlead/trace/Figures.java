package io.fairlead.trace;

import java.util.Locale;

/** Counts and times as people read them. */
public final class Figures {
    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_US = 1e3;
    private static final long KIB = 1024;
    private static final int THOUSAND = 1000;

    private Figures() {}

    /** {@code 1 byte}, {@code 65,536 bytes}. */
    public static String bytes(long count) {
        return count == 1 ? "1 byte" : count(count) + " bytes";
    }

    /** {@code 65,536}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 512 bytes}, {@code 6.0 kB}, {@code 1.2 MB}: in 1,000s, as rates of networks are. */
    public static String size(long count) {
        if (count < THOUSAND) return bytes(count);
        double size = count;
        String unit = "";
        for (String next : new String[] {"kB", "MB", "GB", "TB"}) {
            if (size < THOUSAND) break;
            size /= THOUSAND;
            unit = next;
        }
        return String.format(Locale.ROOT, size < 100 ? "%.1f %s" : "%.0f %s", size, unit);
    }

    /** In at most five characters: {@code 512}, {@code 64.0K}, {@code 6.0M}. */
    public static String brief(long bytes) {
        if (bytes < 10 * KIB) return Long.toString(bytes);
        if (bytes < 1000 * KIB) return String.format(Locale.ROOT, "%dK", bytes / KIB);
        return String.format(Locale.ROOT, "%.1fM", bytes / (double) (KIB * KIB));
    }

    /** How long something took, to three digits: {@code 12 µs}, {@code 1.02 s}. */
    public static String time(long ns) {
        if (ns < 1_000_000) return String.format(Locale.ROOT, "%.0f µs", ns / NS_PER_US);
        if (ns < 10_000_000) return String.format(Locale.ROOT, "%.1f ms", ns / NS_PER_MS);
        if (ns < 1_000_000_000) return String.format(Locale.ROOT, "%.0f ms", ns / NS_PER_MS);
        return String.format(Locale.ROOT, "%.2f s", ns / NS_PER_S);
    }

    /** Seconds since the beginning, to the microsecond: {@code 1.000203}. */
    public static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.6f", ns / NS_PER_S);
    }
}

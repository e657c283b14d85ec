package io.fairlead.cli.text;

import io.fairlead.net.text.Printable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 2s}, {@code 1.5m}, {@code 1h}. */
public final class DurationText {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)([a-z]+)");
    private static final BigDecimal NANOS_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private DurationText() {}

    /**
     * Reads a duration; {@code 0} needs no unit.
     *
     * @throws IllegalArgumentException if {@code text} is none; the message says what would be one
     */
    public static Duration parse(String text) {
        if (text.equals("0")) return Duration.ZERO;
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw fault(text, text.matches("[0-9.]+") ? "it has no unit" : "it is not a duration");
        }
        BigDecimal nanos = new BigDecimal(form.group(1)).multiply(unitNs(text, form.group(2)));
        if (nanos.compareTo(NANOS_MAX) > 0) throw fault(text, "it is longer than 292 years");
        return Duration.ofNanos(nanos.longValue());
    }

    private static BigDecimal unitNs(String text, String unit) {
        return BigDecimal.valueOf(
                switch (unit) {
                    case "ns" -> 1L;
                    case "us" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s", "sec" -> 1_000_000_000L;
                    case "m", "min" -> 60_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    case "d" -> 86_400_000_000_000L;
                    default -> throw fault(text, "there is no unit \"" + unit + "\"");
                });
    }

    private static IllegalArgumentException fault(String text, String what) {
        return new IllegalArgumentException(
                "duration \""
                        + Printable.of(text)
                        + "\": "
                        + what
                        + "; write a number with ms, s, m, h or d, such as 500ms, 2s, 5m, 1h");
    }

    /** The duration in a few characters that {@link #parse} reads: {@code 10m}, {@code 1500ms}. */
    public static String brief(Duration duration) {
        long ms = duration.toMillis();
        if (ms == 0 && !duration.isZero()) return duration.toNanos() / 1_000 + "us";
        if (ms % 1_000 != 0) return ms + "ms";
        long s = ms / 1_000;
        if (s % 60 != 0 || s == 0) return s + "s";
        if (s % 3_600 != 0) return s / 60 + "m";
        long h = s / 3_600;
        return h > 24 && h % 24 == 0 ? h / 24 + "d" : h + "h";
    }

    /** How long something took, to a person's precision: {@code 0.004 s}, {@code 12.3 s}. */
    public static String seconds(Duration duration) {
        double s = duration.toNanos() / 1e9;
        return String.format(Locale.ROOT, s < 1 ? "%.3f s" : "%.1f s", s);
    }
}

package io.fairlead.cli.text;

import io.fairlead.net.text.Printable;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them: {@code 65536}, {@code 64KiB}, {@code 1M}. */
public final class SizeText {
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?([a-z]*)");
    private static final BigDecimal BYTES_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final long KIB = 1024;

    private SizeText() {}

    /**
     * Reads a number of bytes. K, M and G count in 1,024s, with or without iB.
     *
     * @throws IllegalArgumentException if {@code text} is none; the message says what would be one
     */
    public static long parse(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) throw fault(text, "it is not a number of bytes");
        BigDecimal bytes =
                new BigDecimal(form.group(1))
                        .multiply(BigDecimal.valueOf(unit(text, form.group(2))));
        if (bytes.stripTrailingZeros().scale() > 0)
            throw fault(text, "it is not a whole number of bytes");
        if (bytes.compareTo(BYTES_MAX) > 0) throw fault(text, "it is too large");
        return bytes.longValueExact();
    }

    private static long unit(String text, String unit) {
        return switch (unit) {
            case "", "b" -> 1;
            case "k", "kib" -> KIB;
            case "m", "mib" -> KIB * KIB;
            case "g", "gib" -> KIB * KIB * KIB;
            case "kb", "mb", "gb" ->
                    throw fault(text, unit + " means 1,000s to some and 1,024s to others");
            default -> throw fault(text, "there is no unit \"" + unit + "\"");
        };
    }

    private static IllegalArgumentException fault(String text, String what) {
        return new IllegalArgumentException(
                "size \""
                        + Printable.of(text)
                        + "\": "
                        + what
                        + "; write a number of bytes, or one with KiB, MiB or GiB (1,024s), such as"
                        + " 512, 64KiB, 1M");
    }

    /** The number in a few characters: {@code 512 B}, {@code 64 KiB}, {@code 1.5 MiB}. */
    public static String brief(long bytes) {
        if (bytes < KIB) return bytes + " B";
        double size = bytes;
        String unit = "B";
        for (String next : new String[] {"KiB", "MiB", "GiB", "TiB"}) {
            if (size < KIB) break;
            size /= KIB;
            unit = next;
        }
        boolean whole = size == Math.rint(size) || size >= 100;
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", size, unit);
    }
}

package io.fairlead.cli.bench;

import io.fairlead.net.text.Printable;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many in a second, as written on the command line: {@code 500}, {@code 10k}, {@code 1.5M}.
 *
 * @param perSecond above 0
 */
public record EventRate(double perSecond) {
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)([km]?)(?:/s)?");
    private static final double PER_SECOND_MAX = 1e9;

    /**
     * Reads a rate.
     *
     * @throws IllegalArgumentException if {@code text} is none; the message says what would be one
     */
    public static EventRate parse(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        String what = "it is not a rate";
        if (form.matches()) {
            double factor =
                    switch (form.group(2)) {
                        case "k" -> 1e3;
                        case "m" -> 1e6;
                        default -> 1;
                    };
            double rate = new BigDecimal(form.group(1)).doubleValue() * factor;
            if (rate > 0 && rate <= PER_SECOND_MAX) return new EventRate(rate);
            what = "it is not above 0 and at most 1000M";
        }
        throw new IllegalArgumentException(
                "rate \""
                        + Printable.of(text)
                        + "\": "
                        + what
                        + "; write a number per second, such as 500, 10k, 1.5M");
    }
}

package io.fairlead.cli.relay;

import io.fairlead.cli.text.DurationText;
import io.fairlead.cli.text.SizeText;
import io.fairlead.net.text.Printable;
import io.fairlead.services.relay.Faults;
import io.fairlead.services.relay.Faults.After;
import io.fairlead.services.relay.Faults.Rates;
import io.fairlead.services.relay.Faults.Shares;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what is typed for a fault. What makes no sense is an IllegalArgumentException. */
final class FaultText {
    private static final Pattern RATE =
            Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)([kmg]?)(bit|bps)");
    private static final Pattern SLICE = Pattern.compile("([0-9]{1,7})(?:\\.\\.([0-9]{1,7}))?");
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,9})?)%");
    private static final Pattern PART = Pattern.compile("0(\\.[0-9]{1,12})?|[0-9.]{1,9}e-[0-9]+");
    private static final long BYTES_PER_SECOND_MAX = 1L << 40;
    private static final double HUNDRED = 100;

    private FaultText() {}

    static Faults latency(Faults faults, String text) {
        int tilde = text.indexOf('~');
        Duration jitter = tilde < 0 ? Duration.ZERO : DurationText.parse(text.substring(tilde + 1));
        return faults.withLatency(
                DurationText.parse(tilde < 0 ? text : text.substring(0, tilde)), jitter);
    }

    /** One rate for each direction, or two: to the target, and to the client. */
    static Faults rate(Faults faults, String text) {
        int slash = text.indexOf('/');
        if (slash < 0) return faults.withRate(bytesPerSecond(text));
        return faults.withRates(
                new Rates(oneWay(text.substring(0, slash)), oneWay(text.substring(slash + 1))));
    }

    private static long oneWay(String text) {
        return text.equals(FaultSettings.OFF) ? 0 : bytesPerSecond(text);
    }

    private static long bytesPerSecond(String text) {
        Matcher form = RATE.matcher(text.toLowerCase(Locale.ROOT));
        if (form.matches()) {
            long unit =
                    switch (form.group(2)) {
                        case "k" -> 1_000L;
                        case "m" -> 1_000_000L;
                        case "g" -> 1_000_000_000L;
                        default -> 1L;
                    };
            BigDecimal bits = new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(unit));
            long bytes = bits.longValue() / Byte.SIZE;
            if (bytes > 0 && bytes <= BYTES_PER_SECOND_MAX) return bytes;
        }
        throw fault(
                text,
                "8bit or more, such as 56kbit or 1mbit, or two: 1mbit/10mbit to the target and to"
                        + " the client");
    }

    static Faults slice(Faults faults, String text) {
        Matcher form = SLICE.matcher(text);
        if (form.matches()) {
            int min = Integer.parseInt(form.group(1));
            int max = form.group(2) == null ? min : Integer.parseInt(form.group(2));
            if (min > 0 && min <= max) return faults.withSlice(min, max);
        }
        throw fault(text, "a number of bytes, or a range such as 1..16");
    }

    static Faults stall(Faults faults, String text) {
        int at = text.indexOf('@');
        if (at < 0) throw fault(text, "a time and when it begins, such as 5s@10KiB or 5s@2s");
        Duration time = DurationText.parse(text.substring(0, at));
        return faults.withStall(time, after(text.substring(at + 1)));
    }

    static After after(String text) {
        boolean isTime = text.matches("[0-9.]+(ns|us|ms|s|sec|min|h|d)");
        try {
            return isTime
                    ? After.time(DurationText.parse(text))
                    : After.bytes(SizeText.parse(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "write a time above 0, such as 3s, or a number of bytes, such as 10KiB (\""
                            + Printable.of(text)
                            + "\" is neither)",
                    e);
        }
    }

    static double share(String text) {
        Matcher percent = PERCENT.matcher(text);
        if (percent.matches()) {
            double share = Double.parseDouble(percent.group(1)) / HUNDRED;
            if (share <= 1) return share;
        }
        try {
            if (PART.matcher(text).matches()) return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            // as any other text
        }
        throw fault(text, "a share from 0% to 100%, such as 10%, 0.001 or 1e-6");
    }

    static Faults drop(Faults faults, String text) {
        Shares shares = faults.shares();
        return faults.withDatagrams(share(text), shares.duplicate(), shares.reorder());
    }

    static Faults duplicate(Faults faults, String text) {
        Shares shares = faults.shares();
        return faults.withDatagrams(shares.drop(), share(text), shares.reorder());
    }

    static Faults reorder(Faults faults, String text) {
        Shares shares = faults.shares();
        return faults.withDatagrams(shares.drop(), shares.duplicate(), share(text));
    }

    private static IllegalArgumentException fault(String text, String wanted) {
        return new IllegalArgumentException(
                "write " + wanted + " (\"" + Printable.of(text) + "\" is none)");
    }
}

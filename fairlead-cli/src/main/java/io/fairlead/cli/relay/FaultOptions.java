package io.fairlead.cli.relay;

import io.fairlead.cli.text.DurationText;
import io.fairlead.cli.text.SizeText;
import io.fairlead.net.text.Printable;
import io.fairlead.services.relay.Faults;
import io.fairlead.services.relay.Faults.After;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that have a relay misbehave. */
final class FaultOptions {
    private static final Pattern RATE =
            Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)([kmg]?)(bit|bps)");
    private static final Pattern SLICE = Pattern.compile("([0-9]{1,7})(?:\\.\\.([0-9]{1,7}))?");
    private static final Pattern SHARE = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,9})?)%");
    private static final long BYTES_PER_SECOND_MAX = 1L << 40;

    @Option(
            names = "--latency",
            paramLabel = "TIME[~JITTER]",
            description =
                    "Delay all that passes, in each direction: 20ms, or 20ms~5ms for 15 to 25 ms.")
    private @Nullable String latency;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            description = "At most so much in each direction: 56kbit, 1mbit (1,000s a second).")
    private @Nullable String rate;

    @Option(
            names = "--slice",
            paramLabel = "MIN..MAX",
            description = "Send so many bytes at a time: 1..16, or 1.")
    private @Nullable String slice;

    @Option(
            names = "--cut-after",
            paramLabel = "TIME|SIZE",
            description =
                    "Close both ends in order after a time (3s) or so many bytes in all (10KiB).")
    private @Nullable String cut;

    @Option(
            names = "--reset-after",
            paramLabel = "TIME|SIZE",
            description = "Reset both ends after a time or so many bytes in all.")
    private @Nullable String reset;

    @Option(
            names = "--refuse",
            paramLabel = "PERCENT",
            description = "Reset this share of the connections at once: 10%%.")
    private @Nullable String refuse;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description =
                    "Of all that is random: the same seed does the same to the same connection."
                            + " Default: another each time; the first lines name it.")
    private @Nullable Long seed;

    /**
     * What was asked for.
     *
     * @throws IllegalArgumentException if it makes no sense; the message names the option
     */
    Faults faults() {
        Faults faults = Faults.NONE;
        if (latency != null) faults = latency(faults, latency);
        if (rate != null) faults = faults.withRate(bytesPerSecond(rate));
        if (slice != null) faults = slice(faults, slice);
        if (cut != null) faults = faults.withCut(after("--cut-after", cut));
        if (reset != null) faults = faults.withReset(after("--reset-after", reset));
        if (refuse != null) faults = faults.withRefuse(share(refuse));
        return faults.withSeed(seed == null ? new SecureRandom().nextInt(1_000_000) : seed);
    }

    /** The faults in words, for the first lines; empty if there are none. */
    String words(Faults faults) {
        if (faults.equals(Faults.NONE.withSeed(faults.seed()))) return "";
        StringBuilder words = new StringBuilder("misbehaves:");
        add(words, "latency", latency);
        add(words, "rate", rate);
        add(words, "slice", slice);
        add(words, "cut after", cut);
        add(words, "reset after", reset);
        add(words, "refuse", refuse);
        return words.append(" seed ").append(faults.seed()).toString();
    }

    private static void add(StringBuilder words, String name, @Nullable String value) {
        if (value != null) words.append(' ').append(name).append(' ').append(value).append(',');
    }

    private static Faults latency(Faults faults, String text) {
        int tilde = text.indexOf('~');
        try {
            Duration jitter =
                    tilde < 0 ? Duration.ZERO : DurationText.parse(text.substring(tilde + 1));
            return faults.withLatency(
                    DurationText.parse(tilde < 0 ? text : text.substring(0, tilde)), jitter);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--latency: " + e.getMessage(), e);
        }
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
            long bytes = bits.longValue() / 8;
            if (bytes > 0 && bytes <= BYTES_PER_SECOND_MAX) return bytes;
        }
        throw fault("--rate", text, "8bit or more, such as 56kbit or 1mbit");
    }

    private static Faults slice(Faults faults, String text) {
        Matcher form = SLICE.matcher(text);
        if (form.matches()) {
            int min = Integer.parseInt(form.group(1));
            int max = form.group(2) == null ? min : Integer.parseInt(form.group(2));
            if (min > 0 && min <= max) return faults.withSlice(min, max);
        }
        throw fault("--slice", text, "a number of bytes, or a range such as 1..16");
    }

    private static After after(String option, String text) {
        boolean isTime = text.matches("[0-9.]+(ns|us|ms|s|sec|min|h|d)");
        try {
            return isTime
                    ? After.time(DurationText.parse(text))
                    : After.bytes(SizeText.parse(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    option
                            + ": write a time above 0, such as 3s, or a number of bytes, such as"
                            + " 10KiB (\""
                            + Printable.of(text)
                            + "\" is neither)",
                    e);
        }
    }

    private static double share(String text) {
        Matcher form = SHARE.matcher(text);
        if (form.matches()) {
            double percent = Double.parseDouble(form.group(1));
            if (percent <= 100) return percent / 100;
        }
        throw fault("--refuse", text, "a share from 0% to 100%");
    }

    private static IllegalArgumentException fault(String option, String text, String wanted) {
        return new IllegalArgumentException(
                option + ": write " + wanted + " (\"" + Printable.of(text) + "\" is none)");
    }
}

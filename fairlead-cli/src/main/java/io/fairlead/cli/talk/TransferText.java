package io.fairlead.cli.talk;

import io.fairlead.cli.text.DurationText;
import io.fairlead.cli.text.SizeText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How far a transfer is, in words: bytes, the rate of the last seconds, and the time left where the
 * size is known. For one thread.
 */
final class TransferText {
    private static final int MARKS_MAX = 12; // three seconds, at four lines a second

    private final OptionalLong inputBytes;
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private boolean shown;

    /** How far it was at a time. */
    private record Mark(long sent, long received, long timeNs) {}

    /**
     * @param inputBytes what is to be sent in all, if that is known
     * @param startNs the time of the start, {@link System#nanoTime}
     */
    TransferText(OptionalLong inputBytes, long startNs) {
        this.inputBytes = inputBytes;
        marks.add(new Mark(0, 0, startNs));
    }

    /** The line for now; less than a second after the start it is too early to tell a rate. */
    String line(long sent, long received, long nowNs) {
        Mark from = marks.getFirst();
        double s = Math.max(1, nowNs - from.timeNs) / 1e9;
        double sentRate = (sent - from.sent) / s;
        double receivedRate = (received - from.received) / s;
        marks.add(new Mark(sent, received, nowNs));
        if (marks.size() > MARKS_MAX) marks.removeFirst();
        shown = true;
        List<String> parts = new ArrayList<>();
        if (sent > 0 || inputBytes.isPresent() || received == 0) {
            parts.add("sent " + SizeText.brief(sent) + of(sent) + rate(sentRate));
            if (inputBytes.isPresent()) parts.set(0, parts.getFirst() + left(sent, sentRate));
        }
        if (received > 0) {
            parts.add("received " + SizeText.brief(received) + rate(receivedRate));
        }
        return String.join("; ", parts);
    }

    /** Whether a line was ever asked for. */
    boolean isShown() {
        return shown;
    }

    private String of(long sent) {
        if (inputBytes.isEmpty()) return "";
        long all = inputBytes.getAsLong();
        return " of %s, %s %%".formatted(SizeText.brief(all), Math.min(100, 100 * sent / all));
    }

    private static String rate(double bytesPerSecond) {
        return ", " + SizeText.brief(Math.round(bytesPerSecond)) + "/s";
    }

    private String left(long sent, double bytesPerSecond) {
        long bytes = inputBytes.getAsLong() - sent;
        if (bytes <= 0 || bytesPerSecond < 1) return "";
        long s = Math.round(Math.ceil(bytes / bytesPerSecond));
        return ", " + time(s) + " left";
    }

    private static String time(long s) {
        if (s < 60) return DurationText.brief(Duration.ofSeconds(s));
        return s < 3_600 ? s / 60 + "m" + s % 60 + "s" : s / 3_600 + "h" + s % 3_600 / 60 + "m";
    }
}

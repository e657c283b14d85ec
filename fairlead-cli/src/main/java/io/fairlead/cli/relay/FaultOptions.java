package io.fairlead.cli.relay;

import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that have a relay misbehave. */
final class FaultOptions {
    private static final int SEEDS = 1_000_000;

    private final Map<FaultWord, String> texts = new EnumMap<>(FaultWord.class);

    @Option(
            names = "--latency",
            paramLabel = "TIME[~JITTER]",
            description =
                    "Delay all that passes, in each direction: 20ms, or 20ms~5ms for 15 to 25 ms.")
    void latency(String text) {
        texts.put(FaultWord.LATENCY, text);
    }

    @Option(
            names = "--rate",
            paramLabel = "RATE[/RATE]",
            description =
                    "At most so much in each direction: 56kbit, 1mbit (1,000s a second); or to the"
                            + " target and to the client: 1mbit/10mbit, off/56kbit.")
    void rate(String text) {
        texts.put(FaultWord.RATE, text);
    }

    @Option(
            names = "--corrupt",
            paramLabel = "SHARE",
            description = "Flip a bit in this share of the bytes: 1e-6, 0.1%%.")
    void corrupt(String text) {
        texts.put(FaultWord.CORRUPT, text);
    }

    @Option(
            names = "--slice",
            paramLabel = "MIN..MAX",
            description = "Connections: send so many bytes at a time: 1..16, or 1.")
    void slice(String text) {
        texts.put(FaultWord.SLICE, text);
    }

    @Option(
            names = "--stall",
            paramLabel = "TIME@TIME|SIZE",
            description =
                    "Connections: let nothing pass for a time, once, after so many bytes in all"
                            + " (5s@10KiB) or a time (5s@2s).")
    void stall(String text) {
        texts.put(FaultWord.STALL, text);
    }

    @Option(
            names = "--half-close-after",
            paramLabel = "TIME|SIZE",
            description =
                    "Connections: the target reads an end after a time (3s) or so many bytes from"
                            + " the client (10KiB); its answers still pass.")
    void halfClose(String text) {
        texts.put(FaultWord.HALF_CLOSE_AFTER, text);
    }

    @Option(
            names = "--cut-after",
            paramLabel = "TIME|SIZE",
            description =
                    "Connections: close both ends in order after a time or so many bytes in all.")
    void cut(String text) {
        texts.put(FaultWord.CUT_AFTER, text);
    }

    @Option(
            names = "--reset-after",
            paramLabel = "TIME|SIZE",
            description = "Connections: reset both ends after a time or so many bytes in all.")
    void reset(String text) {
        texts.put(FaultWord.RESET_AFTER, text);
    }

    @Option(
            names = "--refuse",
            paramLabel = "SHARE",
            description = "Reset this share of the connections at once: 10%%.")
    void refuse(String text) {
        texts.put(FaultWord.REFUSE, text);
    }

    @Option(
            names = "--drop",
            paramLabel = "SHARE",
            description = "Lose this share of the datagrams.")
    void drop(String text) {
        texts.put(FaultWord.DROP, text);
    }

    @Option(
            names = "--duplicate",
            paramLabel = "SHARE",
            description = "Send this share of the datagrams twice.")
    void duplicate(String text) {
        texts.put(FaultWord.DUPLICATE, text);
    }

    @Option(
            names = "--reorder",
            paramLabel = "SHARE",
            description = "Send this share of the datagrams after the next one, or 50 ms later.")
    void reorder(String text) {
        texts.put(FaultWord.REORDER, text);
    }

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
     * @throws IllegalArgumentException if it means nothing here; the message names the option
     */
    FaultSettings settings(boolean isDatagrams) {
        long used = seed == null ? new SecureRandom().nextInt(SEEDS) : seed;
        return new FaultSettings(used, isDatagrams, texts);
    }
}

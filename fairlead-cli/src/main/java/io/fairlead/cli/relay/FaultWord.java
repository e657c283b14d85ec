package io.fairlead.cli.relay;

import io.fairlead.cli.text.Nearest;
import io.fairlead.services.relay.Faults;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A way to misbehave, as it is typed: an option of {@code relay}, and a word of its control. */
enum FaultWord {
    LATENCY(Kind.ANY),
    RATE(Kind.ANY),
    SLICE(Kind.CONNECTIONS),
    STALL(Kind.CONNECTIONS),
    HALF_CLOSE_AFTER(Kind.CONNECTIONS),
    CUT_AFTER(Kind.CONNECTIONS),
    RESET_AFTER(Kind.CONNECTIONS),
    REFUSE(Kind.CONNECTIONS),
    CORRUPT(Kind.ANY),
    DROP(Kind.DATAGRAMS),
    DUPLICATE(Kind.DATAGRAMS),
    REORDER(Kind.DATAGRAMS);

    private enum Kind {
        ANY,
        CONNECTIONS,
        DATAGRAMS
    }

    private final Kind kind;

    FaultWord(Kind kind) {
        this.kind = kind;
    }

    /** Such as {@code cut-after}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The word's.
     *
     * @throws IllegalArgumentException if there is none; the message says which there are
     */
    static FaultWord of(String word) {
        String bare = word.toLowerCase(Locale.ROOT).replaceFirst("^--", "");
        List<String> words = Stream.of(values()).map(FaultWord::word).toList();
        int at = words.indexOf(bare);
        if (at >= 0) return values()[at];
        throw new IllegalArgumentException(
                "there is no \"%s\"%s (there are %s)"
                        .formatted(word, Nearest.question(bare, words), String.join(", ", words)));
    }

    /**
     * Adds what {@code text} says to {@code faults}.
     *
     * @throws IllegalArgumentException if it makes no sense; the message names the option
     */
    Faults add(Faults faults, String text) {
        try {
            return read(faults, text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--" + word() + ": " + e.getMessage(), e);
        }
    }

    private Faults read(Faults faults, String text) {
        return switch (this) {
            case LATENCY -> FaultText.latency(faults, text);
            case RATE -> FaultText.rate(faults, text);
            case SLICE -> FaultText.slice(faults, text);
            case STALL -> FaultText.stall(faults, text);
            case HALF_CLOSE_AFTER -> faults.withHalfClose(FaultText.after(text));
            case CUT_AFTER -> faults.withCut(FaultText.after(text));
            case RESET_AFTER -> faults.withReset(FaultText.after(text));
            case REFUSE -> faults.withRefuse(FaultText.share(text));
            case CORRUPT -> faults.withCorrupt(FaultText.share(text));
            case DROP -> FaultText.drop(faults, text);
            case DUPLICATE -> FaultText.duplicate(faults, text);
            case REORDER -> FaultText.reorder(faults, text);
        };
    }

    /**
     * Checks that it means something where it is used.
     *
     * @throws IllegalArgumentException if not; the message says what does
     */
    void check(boolean isDatagrams) {
        if (kind == Kind.ANY || (kind == Kind.DATAGRAMS) == isDatagrams) return;
        throw new IllegalArgumentException(
                isDatagrams
                        ? "--%s is for connections; datagrams have --drop, --duplicate, --reorder,"
                                        .formatted(word())
                                + " --corrupt, --latency and --rate"
                        : "--%s is for datagrams, and TCP would mend it; connections have --slice,"
                                        .formatted(word())
                                + " --stall, --cut-after, --reset-after and others");
    }
}

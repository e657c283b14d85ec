package io.fairlead.trace;

import io.fairlead.packet.TcpOptions;
import java.util.Locale;
import java.util.Set;

/** Says what a marked segment means. For one segment. */
final class TcpTrouble {
    private final TcpMoment moment;
    private final Set<Mark> marks;
    private final String from;
    private final String to;

    TcpTrouble(TcpMoment moment, Set<Mark> marks, String from, String to) {
        this.moment = moment;
        this.marks = marks;
        this.from = from;
        this.to = to;
    }

    /** What a repeated SYN begins with. */
    String repetition() {
        boolean again = marks.contains(Mark.SYN_RETRY) || marks.contains(Mark.RETRANSMISSION);
        return again ? "no answer for " + silence() + ": " : "";
    }

    /** The sentence, or nothing when all is well. */
    String sentence() {
        for (Mark mark : marks) {
            String sentence = sentence(mark);
            if (!sentence.isEmpty()) return sentence;
        }
        return "";
    }

    private String sentence(Mark mark) {
        return switch (mark) {
            case RETRANSMISSION ->
                    "retransmission: %s sends %s again, after %s without acknowledgement."
                            .formatted(from, bytes(), silence());
            case FAST_RETRANSMISSION ->
                    "fast retransmission: %s sends %s again, after %s."
                            .formatted(from, bytes(), duplicates());
            case SPURIOUS_RETRANSMISSION ->
                    "spurious retransmission: %s sends %s again, which had been acknowledged."
                            .formatted(from, bytes());
            case OUT_OF_ORDER ->
                    "out of order: %s of %s, overtaken by later ones.".formatted(bytes(), from);
            case GAP ->
                    "a gap: what %s sent before this (%s) was not seen here: it was lost, or the"
                                    .formatted(from, Figures.bytes(missing()))
                            + " capture missed it.";
            case DUPLICATE_ACK ->
                    String.format(
                            Locale.ROOT,
                            "duplicate ACK %d: %s still awaits byte %s%s.",
                            moment.from().duplicateAcks + 1,
                            from,
                            Figures.count(moment.acknowledgement()),
                            sack());
            case WINDOW_PROBE ->
                    "window probe: %s asks whether %s has room again.".formatted(from, to);
            case KEEP_ALIVE -> "keep-alive: %s asks whether %s is still there.".formatted(from, to);
            case WINDOW_UPDATE ->
                    "window update: %s has room for %s%s."
                            .formatted(
                                    from,
                                    Figures.bytes(moment.windowBytes()),
                                    moment.from().window == 0 ? " again; " + to + " goes on" : "");
            default -> "";
        };
    }

    /** What the window adds to the sentence. */
    String window() {
        if (marks.contains(Mark.ZERO_WINDOW)) {
            return " zero window: %s has no more room, %s must wait.".formatted(from, to);
        }
        if (marks.contains(Mark.WINDOW_STILL_ZERO)) {
            return " zero window: %s still has no room, %s must wait.".formatted(from, to);
        }
        return marks.contains(Mark.WINDOW_FULL)
                ? " that fills the window: %s may send no more before %s has room."
                        .formatted(from, to)
                : "";
    }

    private String bytes() {
        if (moment.segment().payloadBytes() == 0) return "the end (FIN)";
        return "bytes %s to %s"
                .formatted(
                        Figures.count(moment.sequence()),
                        Figures.count(moment.sequence() + moment.segment().payloadBytes() - 1));
    }

    private long missing() {
        return moment.sequence() - moment.from().next;
    }

    private String silence() {
        return Figures.time(Math.max(0, moment.timeNs() - moment.from().lastSentNs));
    }

    private String duplicates() {
        int count = moment.to().duplicateAcks;
        if (count == 0) return "an ACK of only a part of what is missing";
        return count == 1 ? "a duplicate ACK" : count + " duplicate ACKs";
    }

    private String sack() {
        if (moment.segment().options().sack().isEmpty()) return "";
        TcpOptions.Block block = moment.segment().options().sack().getFirst();
        return "; it has %s to %s (SACK)"
                .formatted(
                        Figures.count(moment.to().relative(block.from())),
                        Figures.count(moment.to().relative(block.to()) - 1));
    }
}

package io.fairlead.trace;

import io.fairlead.packet.TcpSegment.Flag;
import java.util.EnumSet;
import java.util.Set;

/** Finds what is remarkable about a segment, before it has changed anything. */
final class TcpMarks {
    /** Later bytes seen for longer than this were not overtaking: the earlier ones were lost. */
    private static final long REORDERED_NS_MAX = 3_000_000;

    /** A repetition so soon after a duplicate ACK is an answer to it. */
    private static final long FAST_NS_MAX = 50_000_000;

    private final TcpMoment moment;
    private final TcpEnd from;
    private final TcpEnd to;
    private final Set<Mark> marks = EnumSet.noneOf(Mark.class);

    private TcpMarks(TcpMoment moment) {
        this.moment = moment;
        from = moment.from();
        to = moment.to();
    }

    static Set<Mark> of(TcpMoment moment) {
        TcpMarks marks = new TcpMarks(moment);
        marks.find();
        return marks.marks;
    }

    private void find() {
        if (moment.has(Flag.RST)) {
            boolean refuses = to.state == TcpState.SYN_SENT && moment.has(Flag.ACK);
            marks.add(refuses ? Mark.REFUSED : Mark.RESET);
            return;
        }
        if (isProbe()) {
            marks.add(to.window == 0 ? Mark.WINDOW_PROBE : Mark.KEEP_ALIVE);
        } else if (moment.segment().length() > 0 && moment.sequence() < from.next) {
            findRepetition();
        } else if (moment.sequence() > from.next) {
            marks.add(Mark.GAP);
        }
        if (moment.isPureAck()) findDuplicateAck();
        findWindow();
    }

    /** The last byte that is acknowledged already, or none, where the next one is not due. */
    private boolean isProbe() {
        boolean plain = !moment.has(Flag.SYN) && !moment.has(Flag.FIN) && moment.has(Flag.ACK);
        int bytes = moment.segment().payloadBytes();
        boolean before = moment.sequence() == from.next - 1 && to.acknowledged >= from.next;
        boolean alone = bytes == 1 && moment.sequence() == from.next && to.window == 0;
        return plain && bytes <= 1 && (before || alone || isProbeOfUnacknowledged());
    }

    /** With bytes on their way Linux asks with the number before the first of them, and no byte. */
    private boolean isProbeOfUnacknowledged() {
        return moment.segment().payloadBytes() == 0
                && to.window == 0
                && moment.sequence() == to.acknowledged - 1
                && moment.sequence() < from.next - 1;
    }

    private void findRepetition() {
        if (moment.has(Flag.SYN)) {
            marks.add(moment.has(Flag.ACK) ? Mark.RETRANSMISSION : Mark.SYN_RETRY);
        } else if (to.acknowledged >= moment.end()) {
            marks.add(Mark.SPURIOUS_RETRANSMISSION);
        } else if (isOvertaken()) {
            marks.add(Mark.OUT_OF_ORDER);
        } else if (isSoonAfterDuplicate()) {
            marks.add(Mark.FAST_RETRANSMISSION);
        } else {
            marks.add(Mark.RETRANSMISSION);
        }
    }

    /** Also when a part of what was lost has been acknowledged since, RFC 6582. */
    private boolean isSoonAfterDuplicate() {
        boolean recovers = to.duplicateAcks > 0 || to.acknowledged < from.recovery;
        return recovers && moment.timeNs() - to.duplicateAckNs < FAST_NS_MAX;
    }

    private boolean isOvertaken() {
        TcpEnd.Hole hole = from.holeAt(moment.sequence());
        return hole != null
                && to.duplicateAcks < 2
                && moment.timeNs() - hole.sinceNs() < REORDERED_NS_MAX;
    }

    private void findDuplicateAck() {
        boolean nothingNew = moment.acknowledgement() == from.acknowledged;
        boolean awaits = to.next > moment.acknowledgement();
        boolean sameWindow = moment.windowBytes() == from.window;
        boolean reports = !moment.segment().options().sack().isEmpty();
        boolean probing = marks.contains(Mark.WINDOW_PROBE) || marks.contains(Mark.KEEP_ALIVE);
        if (nothingNew && awaits && (sameWindow || reports) && !probing && !to.probed) {
            marks.add(Mark.DUPLICATE_ACK);
        }
    }

    /** Only what begins is trouble; then an answer to a probe may say that it goes on. */
    private void findZero() {
        if (from.window != 0) {
            marks.add(Mark.ZERO_WINDOW);
        } else if (moment.isPureAck() && to.probed) {
            marks.add(Mark.WINDOW_STILL_ZERO);
        }
    }

    private void findWindow() {
        if (moment.has(Flag.SYN)) return;
        if (moment.windowBytes() == 0) findZero();
        boolean same = moment.acknowledgement() == from.acknowledged;
        boolean wider = from.window >= 0 && moment.windowBytes() > from.window;
        // An ACK that reports a gap may tell of more room, too: the gap is what matters.
        boolean reportsGap = marks.contains(Mark.DUPLICATE_ACK) && from.window > 0;
        if (moment.isPureAck() && same && wider && !reportsGap) marks.add(Mark.WINDOW_UPDATE);
        boolean fills =
                moment.segment().payloadBytes() > 0
                        && to.window > 0
                        && moment.end() == to.acknowledged + to.window;
        if (fills) marks.add(Mark.WINDOW_FULL);
    }
}

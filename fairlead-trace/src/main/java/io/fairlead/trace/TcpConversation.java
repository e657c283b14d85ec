package io.fairlead.trace;

import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.TcpSegment.Flag;
import io.fairlead.payload.MessageNames;
import io.fairlead.payload.tls.TlsNotes;
import io.fairlead.payload.tls.TlsTalk;
import io.fairlead.stream.StreamPair;
import io.fairlead.stream.Stretch;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Both ends of a TCP connection, followed from segment to segment. For one thread.
 *
 * <p>What is not seen is not claimed: without the handshake, windows have no scale, and numbers
 * count from the first that is seen.
 */
final class TcpConversation {
    private final TcpEnd client = new TcpEnd();
    private final TcpEnd server = new TcpEnd();
    private final StreamPair streams = new StreamPair();
    private final TlsTalk tls;
    private final MessageNames messages;
    private final TcpWords words;

    /**
     * What a segment meant.
     *
     * @param numbers what it counts; null for anything but a segment
     * @param marks what is remarkable
     * @param sentence what it means
     * @param tls what it has shown of TLS; null where nothing is TLS
     */
    record Reading(
            Step.@Nullable Numbers numbers,
            Set<Mark> marks,
            String sentence,
            @Nullable TlsNotes tls) {}

    TcpConversation(int serverPort, MessageNames messages, TlsTalk tls) {
        this.messages = messages;
        this.tls = tls;
        words = new TcpWords(serverPort, messages);
    }

    TcpState clientState() {
        return client.state;
    }

    TcpState serverState() {
        return server.state;
    }

    /** Whether a segment begins another conversation between the same two addresses. */
    boolean isOtherThan(TcpSegment segment, boolean fromClient) {
        boolean opens = segment.has(Flag.SYN) && !segment.has(Flag.ACK);
        TcpEnd from = fromClient ? client : server;
        boolean same = fromClient && from.known && from.relative(segment.sequence()) == 0;
        return opens && (isOver() || (from.known && !same));
    }

    /** How many bytes of payload one end has sent, each counted once. */
    long payloadBytes(boolean ofClient) {
        return (ofClient ? client : server).payloadBytes;
    }

    /** Whether neither end has more to say. */
    boolean isOver() {
        return client.state.isOver() && server.state.isOver();
    }

    Reading read(TcpSegment segment, boolean fromClient, long timeNs) {
        TcpEnd from = fromClient ? client : server;
        TcpEnd to = fromClient ? server : client;
        TcpMoment moment = moment(segment, from, to, timeNs);
        Set<Mark> marks = TcpMarks.of(moment);
        TcpState fromBefore = from.state;
        TcpState toBefore = to.state;
        TlsNotes notes = tls.take(written(moment, fromClient), fromClient);
        String sentence = words.before(moment, marks, fromClient, said(notes, fromClient));
        note(moment, marks);
        TcpStates.move(moment);
        boolean waits =
                (from.state == TcpState.TIME_WAIT && fromBefore != TcpState.TIME_WAIT)
                        || (to.state == TcpState.TIME_WAIT && toBefore != TcpState.TIME_WAIT);
        if (waits) marks.add(Mark.TIME_WAIT);
        if (moment.has(Flag.FIN) && to.fin < 0) marks.add(Mark.HALF_CLOSE);
        boolean exact = moment.has(Flag.SYN) || (from.syns > 0 && to.syns > 0);
        Step.Numbers numbers =
                new Step.Numbers(
                        moment.sequence(),
                        moment.acknowledgement(),
                        moment.windowBytes(),
                        exact,
                        inFlightBytes(from, to),
                        inFlightBytes(to, from));
        return new Reading(
                numbers, marks, sentence + words.after(moment, marks, fromClient), notes);
    }

    private List<Stretch> written(TcpMoment moment, boolean fromClient) {
        return streams.add(
                fromClient,
                moment.sequence(),
                moment.acknowledgement(),
                moment.segment(),
                moment.timeNs());
    }

    private @Nullable TlsSentence said(@Nullable TlsNotes notes, boolean fromClient) {
        if (notes == null) return null;
        return new TlsSentence(notes, fromClient, tls.isCutOff(fromClient), messages);
    }

    private static long inFlightBytes(TcpEnd sender, TcpEnd receiver) {
        return Math.max(0, sender.dataEnd - Math.max(1, receiver.acknowledged));
    }

    private static TcpMoment moment(TcpSegment segment, TcpEnd from, TcpEnd to, long timeNs) {
        boolean syn = segment.has(Flag.SYN);
        boolean ack = segment.has(Flag.ACK);
        if (!from.known) {
            from.begin(syn ? segment.sequence() : segment.sequence() - 1, syn ? 0 : 1);
        }
        if (ack && !to.known) to.begin(segment.acknowledgement() - 1, 1);
        if (syn) from.windowScale = segment.options().windowScale();
        boolean scaled = !syn && from.windowScale > 0 && to.windowScale >= 0;
        long window = (long) segment.window() << (scaled ? from.windowScale : 0);
        return new TcpMoment(
                segment,
                from,
                to,
                from.relative(segment.sequence()),
                ack ? to.relative(segment.acknowledgement()) : -1,
                window,
                timeNs);
    }

    private static void note(TcpMoment moment, Set<Mark> marks) {
        TcpEnd from = moment.from();
        if (marks.contains(Mark.DUPLICATE_ACK)) {
            from.duplicateAcks++;
            from.duplicateAckNs = moment.timeNs();
        } else if (moment.acknowledgement() > from.acknowledged) {
            from.duplicateAcks = 0;
        }
        if (marks.contains(Mark.FAST_RETRANSMISSION)) from.recovery = from.next;
        boolean overtaken = moment.acknowledgement() < from.acknowledged;
        from.acknowledged = Math.max(from.acknowledged, moment.acknowledgement());
        from.probed = marks.contains(Mark.WINDOW_PROBE) || marks.contains(Mark.KEEP_ALIVE);
        if (moment.has(Flag.RST)) return;
        if (!overtaken) from.window = moment.windowBytes();
        if (!from.probed || moment.end() > from.next) {
            from.sent(moment.segment(), moment.sequence(), moment.timeNs());
        }
    }
}

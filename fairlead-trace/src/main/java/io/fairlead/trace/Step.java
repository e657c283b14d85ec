package io.fairlead.trace;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.Packet;
import io.fairlead.payload.tls.TlsNotes;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One packet of a conversation, and what it means. Immutable.
 *
 * @param number the number of its frame in the capture, from 1
 * @param frame the frame
 * @param packet what its bytes say
 * @param fromClient whether it goes from the client to the server
 * @param numbers what TCP counts; null for anything but a TCP segment
 * @param client the client's state, once the packet has arrived
 * @param server the server's state, once the packet has arrived
 * @param marks what is remarkable about it
 * @param sentence what it means, in a sentence or two, safe to show
 * @param tls what it has shown of TLS; null where nothing is TLS
 */
public record Step(
        int number,
        CapturedFrame frame,
        Packet packet,
        boolean fromClient,
        @Nullable Numbers numbers,
        TcpState client,
        TcpState server,
        Set<Mark> marks,
        String sentence,
        @Nullable TlsNotes tls) {
    /** Copies the marks, so that this stays as it is. */
    public Step {
        EnumSet<Mark> copy = EnumSet.noneOf(Mark.class);
        copy.addAll(marks);
        marks = Collections.unmodifiableSet(copy);
    }

    /**
     * What TCP counts, from the beginning of the conversation: SYN is 0, the first byte 1.
     *
     * @param sequence the number of the first byte
     * @param acknowledgement the number of the byte awaited next; -1 without ACK
     * @param windowBytes how many bytes the sender of this segment has room for
     * @param windowExact false when the handshake was not seen, so that the scale is not known
     * @param inFlightBytes how many bytes the sender of this segment has sent that are not
     *     acknowledged
     * @param otherInFlightBytes how many bytes the other end has sent that are not acknowledged,
     *     this segment included
     */
    public record Numbers(
            long sequence,
            long acknowledgement,
            long windowBytes,
            boolean windowExact,
            long inFlightBytes,
            long otherInFlightBytes) {}

    /** The state of the end that sent it. */
    public TcpState senderState() {
        return fromClient ? client : server;
    }

    /** The state of the end that it is for. */
    public TcpState receiverState() {
        return fromClient ? server : client;
    }

    /** Whether it tells of trouble. */
    public boolean isTrouble() {
        return marks.stream().anyMatch(Mark::isTrouble);
    }
}

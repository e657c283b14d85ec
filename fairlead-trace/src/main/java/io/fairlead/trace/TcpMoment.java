package io.fairlead.trace;

import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.TcpSegment.Flag;

/**
 * A segment at the moment it is seen: what it says, counted from the beginning, and what both ends
 * had said before.
 *
 * @param segment the segment
 * @param from the end that sent it
 * @param to the end that it is for
 * @param sequence the number of its first byte
 * @param acknowledgement the number of the byte awaited next; -1 without ACK
 * @param windowBytes how many bytes its sender has room for
 * @param timeNs when it was seen
 */
record TcpMoment(
        TcpSegment segment,
        TcpEnd from,
        TcpEnd to,
        long sequence,
        long acknowledgement,
        long windowBytes,
        long timeNs) {
    boolean has(Flag flag) {
        return segment.has(flag);
    }

    /** The number after its last byte. */
    long end() {
        return sequence + segment.length();
    }

    /** Whether it carries nothing but an acknowledgement and a window. */
    boolean isPureAck() {
        return has(Flag.ACK) && !has(Flag.RST) && segment.length() == 0;
    }

    /** How many bytes it acknowledges for the first time; SYN and FIN are none. */
    long newlyAcknowledgedBytes() {
        if (acknowledgement <= from.acknowledged) return 0;
        long before = Math.max(from.acknowledged, 1);
        return Math.max(0, Math.min(acknowledgement, to.dataEnd) - before);
    }

    /** Whether it acknowledges the other end's FIN for the first time. */
    boolean acknowledgesFin() {
        return to.fin >= 0 && acknowledgement > to.fin && from.acknowledged <= to.fin;
    }
}

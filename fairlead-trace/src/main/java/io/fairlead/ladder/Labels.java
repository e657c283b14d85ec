package io.fairlead.ladder;

import io.fairlead.packet.Fragment;
import io.fairlead.packet.IcmpMessage;
import io.fairlead.packet.Ip;
import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.UdpDatagram;
import io.fairlead.packet.Undecoded;
import io.fairlead.trace.Step;
import org.jspecify.annotations.Nullable;

/** What stands at an arrow: the header of the packet in a few words. */
public final class Labels {
    private Labels() {}

    /**
     * The words for one packet.
     *
     * @param rawNumbers whether to give sequence numbers as they are on the wire
     */
    public static String of(Step step, boolean rawNumbers) {
        return switch (step.packet().transport()) {
            case TcpSegment segment -> segment(step, segment, rawNumbers);
            case UdpDatagram datagram -> datagram(step.packet().ip(), datagram);
            case Fragment piece -> "piece  len " + piece.payloadBytes();
            case IcmpMessage message -> "ICMP " + message.words();
            case Undecoded _ -> "?";
        };
    }

    private static String segment(Step step, TcpSegment segment, boolean rawNumbers) {
        Step.Numbers numbers = step.numbers();
        if (numbers == null) return segment.flagText();
        long sequence = rawNumbers ? segment.sequence() : numbers.sequence();
        long acknowledgement = rawNumbers ? segment.acknowledgement() : numbers.acknowledgement();
        StringBuilder label = new StringBuilder(segment.flagText());
        label.append("  seq ").append(sequence);
        if (segment.has(TcpSegment.Flag.ACK)) label.append("  ack ").append(acknowledgement);
        if (segment.payloadBytes() > 0) label.append("  len ").append(segment.payloadBytes());
        return label.toString();
    }

    private static String datagram(@Nullable Ip ip, UdpDatagram datagram) {
        boolean first = ip != null && ip.moreFragments();
        return (first ? "UDP, first piece  len " : "UDP  len ") + datagram.payloadBytes();
    }
}

package io.fairlead.follow;

import io.fairlead.packet.Fragment;
import io.fairlead.packet.Ip;
import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.TcpSegment.Flag;
import io.fairlead.packet.UdpDatagram;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * What both ends of one conversation wrote, each end's bytes in the order in which it wrote them
 * and each of them once, however often it was sent. For one thread.
 */
public final class Streams {
    private final Direction client = new Direction(true);
    private final Direction server = new Direction(false);
    private final FollowedDatagrams datagrams = new FollowedDatagrams();

    /** Without a packet. */
    public Streams() {}

    /** All of a conversation. */
    public static List<Stretch> of(Conversation conversation) {
        Streams streams = new Streams();
        List<Stretch> all = new ArrayList<>();
        for (Step step : conversation.steps()) all.addAll(streams.add(step));
        all.addAll(streams.end());
        return all;
    }

    /**
     * Takes the next packet of the conversation.
     *
     * @return what can be given out by it: nothing while bytes before it are awaited
     */
    public List<Stretch> add(Step step) {
        List<Stretch> given = new ArrayList<>();
        Ip ip = step.packet().ip();
        switch (step.packet().transport()) {
            case TcpSegment segment -> segment(step, segment, given);
            case UdpDatagram datagram when ip != null -> datagrams.first(step, ip, datagram, given);
            case Fragment piece when ip != null -> datagrams.piece(step, ip, piece, given);
            default -> {}
        }
        return given;
    }

    private void segment(Step step, TcpSegment segment, List<Stretch> given) {
        Step.Numbers numbers = step.numbers();
        if (numbers == null) return;
        Direction own = step.fromClient() ? client : server;
        Direction other = step.fromClient() ? server : client;
        long timeNs = step.frame().timeNs();
        // What a reset carries is for people who read captures, and no part of the stream.
        if (!segment.has(Flag.RST)) {
            long first = numbers.sequence() + (segment.has(Flag.SYN) ? 1 : 0);
            own.add(first, segment.payloadBytes(), segment.payload(), timeNs);
            if (segment.has(Flag.FIN)) own.finish(first + segment.payloadBytes());
        }
        if (segment.has(Flag.ACK)) other.acknowledge(numbers.acknowledgement(), timeNs);
        other.give(timeNs, given);
        own.give(timeNs, given);
    }

    /** The rest: no more packets come. */
    public List<Stretch> end() {
        List<Stretch> given = new ArrayList<>();
        client.end(given);
        server.end(given);
        datagrams.end(given);
        return given;
    }
}

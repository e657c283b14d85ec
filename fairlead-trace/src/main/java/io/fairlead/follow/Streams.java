package io.fairlead.follow;

import io.fairlead.packet.Fragment;
import io.fairlead.packet.Ip;
import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.UdpDatagram;
import io.fairlead.payload.tls.TlsEvent;
import io.fairlead.payload.tls.TlsNotes;
import io.fairlead.stream.StreamPair;
import io.fairlead.stream.Stretch;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * What both ends of one conversation wrote, each end's bytes in the order in which it wrote them
 * and each of them once, however often it was sent; where secrets open TLS, what it carries. For
 * one thread.
 */
public final class Streams {
    private final StreamPair segments = new StreamPair();
    private long openedByClient; // bytes that TLS had closed
    private long openedByServer;
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
        TlsNotes tls = step.tls();
        if (tls != null && tls.isOpened()) {
            for (TlsEvent event : tls.events()) opened(step, event, given);
            return given;
        }
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
        long timeNs = step.frame().timeNs();
        given.addAll(
                segments.add(
                        step.fromClient(),
                        numbers.sequence(),
                        numbers.acknowledgement(),
                        segment,
                        timeNs));
    }

    /** What was decrypted; the records are no matter then. */
    private void opened(Step step, TlsEvent event, List<Stretch> given) {
        if (event.kind() != TlsEvent.Kind.DATA) return;
        boolean fromClient = event.fromClient();
        long before = fromClient ? openedByClient : openedByServer;
        long timeNs = step.frame().timeNs();
        given.add(new Stretch.Written(fromClient, timeNs, before, event.plain()));
        if (fromClient) openedByClient += event.bytes();
        if (!fromClient) openedByServer += event.bytes();
    }

    /** The rest: no more packets come. */
    public List<Stretch> end() {
        List<Stretch> given = new ArrayList<>(segments.end());
        datagrams.end(given);
        return given;
    }
}

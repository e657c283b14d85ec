package io.fairlead.stream;

import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.TcpSegment.Flag;
import java.util.ArrayList;
import java.util.List;

/** What both ends of a TCP connection write, each end's bytes once and in order. For one thread. */
public final class StreamPair {
    private final StreamDirection client = new StreamDirection(true);
    private final StreamDirection server = new StreamDirection(false);

    /** Without a segment. */
    public StreamPair() {}

    /**
     * Takes the next segment; its numbers count from the beginning, where SYN is 0.
     *
     * @param acknowledgement of no meaning without ACK
     * @return what can be given out by it: nothing while bytes before it are awaited
     */
    public List<Stretch> add(
            boolean fromClient,
            long sequence,
            long acknowledgement,
            TcpSegment segment,
            long timeNs) {
        List<Stretch> given = new ArrayList<>();
        StreamDirection own = fromClient ? client : server;
        StreamDirection other = fromClient ? server : client;
        // What a reset carries is for people who read captures, and no part of the stream.
        if (!segment.has(Flag.RST)) {
            long first = sequence + (segment.has(Flag.SYN) ? 1 : 0);
            own.add(first, segment.payloadBytes(), segment.payload(), timeNs);
            if (segment.has(Flag.FIN)) own.finish(first + segment.payloadBytes());
        }
        if (segment.has(Flag.ACK)) other.acknowledge(acknowledgement, timeNs);
        other.give(timeNs, given);
        own.give(timeNs, given);
        return given;
    }

    /** The rest: no more segments come. */
    public List<Stretch> end() {
        List<Stretch> given = new ArrayList<>();
        client.end(given);
        server.end(given);
        return given;
    }
}

package io.fairlead.trace;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.Fragment;
import io.fairlead.packet.IcmpMessage;
import io.fairlead.packet.Ip;
import io.fairlead.packet.Packet;
import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.UdpDatagram;
import io.fairlead.packet.Undecoded;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows between which ports a packet goes: only the first piece of one that IP has cut says so.
 * Later pieces that overtook it wait for it. For one thread.
 */
final class Pieces {
    private static final int PACKETS_MAX = 256;
    private static final int WAITING_MAX = 64;

    /** Packets that were cut lately; the oldest is forgotten first. */
    private final Map<Key, Ends> firsts = new LinkedHashMap<>();

    /** Pieces whose first has not come, by packet; those of the oldest packet are lost first. */
    private final Map<Key, List<Piece>> waiting = new LinkedHashMap<>();

    private int lost;

    /** What the pieces of one packet share, RFC 791 and RFC 8200 section 4.5. */
    private record Key(InetAddress source, InetAddress destination, int protocol, long id) {
        static Key of(Ip ip) {
            return new Key(ip.source(), ip.destination(), ip.protocol(), ip.id());
        }
    }

    /**
     * A piece that waits for the first one.
     *
     * @param number the number of its frame in the capture
     */
    record Piece(int number, CapturedFrame frame, Packet packet, Ip ip) {}

    /** Between whom a packet goes; null when it does not say. */
    @Nullable Ends ends(Packet packet) {
        Ip ip = packet.ip();
        if (ip == null) return null;
        Ends ends =
                switch (packet.transport()) {
                    case TcpSegment tcp ->
                            Ends.of(Protocol.TCP, ip, tcp.sourcePort(), tcp.destinationPort());
                    case UdpDatagram udp ->
                            Ends.of(Protocol.UDP, ip, udp.sourcePort(), udp.destinationPort());
                    case Fragment _ -> firsts.get(Key.of(ip));
                    case IcmpMessage message ->
                            message.quoted() == null ? null : Ends.ofError(message.quoted());
                    case Undecoded _ -> null;
                };
        if (ends != null && ip.moreFragments()) keep(Key.of(ip), ends);
        return ends;
    }

    private void keep(Key key, Ends ends) {
        if (firsts.size() >= PACKETS_MAX) firsts.remove(firsts.keySet().iterator().next());
        firsts.put(key, ends);
    }

    /** Keeps a piece that does not say whose it is until {@link #takeWaiting}. */
    void await(Piece piece) {
        if (waiting.size() >= PACKETS_MAX) {
            Iterator<List<Piece>> oldest = waiting.values().iterator();
            lost += oldest.next().size();
            oldest.remove();
        }
        List<Piece> pieces = waiting.computeIfAbsent(Key.of(piece.ip()), _ -> new ArrayList<>());
        if (pieces.size() < WAITING_MAX) {
            pieces.add(piece);
        } else {
            lost++;
        }
    }

    /** The pieces that came before the first one of their packet, which is this. */
    List<Piece> takeWaiting(Ip ip) {
        if (waiting.isEmpty()) return List.of();
        List<Piece> pieces = waiting.remove(Key.of(ip));
        return pieces == null ? List.of() : pieces;
    }

    /** Pieces whose first piece was not captured, so far. */
    int lost() {
        return lost + waiting.values().stream().mapToInt(List::size).sum();
    }
}

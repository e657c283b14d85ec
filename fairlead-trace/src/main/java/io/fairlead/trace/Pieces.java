package io.fairlead.trace;

import io.fairlead.packet.Fragment;
import io.fairlead.packet.IcmpMessage;
import io.fairlead.packet.Ip;
import io.fairlead.packet.Packet;
import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.UdpDatagram;
import io.fairlead.packet.Undecoded;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows between which ports a packet goes: only the first piece of one that IP has cut says so. For
 * one thread.
 */
final class Pieces {
    private static final int PACKETS_MAX = 256;

    /** Packets that were cut lately; the oldest is forgotten first. */
    private final Map<Key, Ends> firsts = new LinkedHashMap<>();

    /** What the pieces of one packet share, RFC 791 and RFC 8200 section 4.5. */
    private record Key(InetAddress source, InetAddress destination, int protocol, long id) {
        static Key of(Ip ip) {
            return new Key(ip.source(), ip.destination(), ip.protocol(), ip.id());
        }
    }

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
}

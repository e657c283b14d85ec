package io.fairlead.trace;

import io.fairlead.net.Endpoint;
import io.fairlead.packet.Fragment;
import io.fairlead.packet.IcmpMessage;
import io.fairlead.packet.Ip;
import io.fairlead.packet.UdpDatagram;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Says what a packet means that is no TCP segment. */
final class UdpWords {
    private UdpWords() {}

    static String datagram(Ip ip, UdpDatagram datagram, String from, String words) {
        String bytes = Figures.bytes(datagram.payloadBytes());
        if (ip.moreFragments()) {
            return from
                    + " sends a datagram of "
                    + bytes
                    + "; IP cuts it, this is the first piece.";
        }
        String empty = datagram.payloadBytes() == 0 ? "an empty datagram" : null;
        return from
                + " sends "
                + (empty == null ? "a datagram of " + bytes : empty)
                + Quote.of(datagram.payload(), words)
                + ".";
    }

    static String fragment(Ip ip, Fragment fragment, String from) {
        return "%s's packet goes on: a further piece, %s from byte %s of it%s."
                .formatted(
                        from,
                        Figures.bytes(fragment.payloadBytes()),
                        Figures.count(ip.fragmentOffset()),
                        ip.moreFragments() ? "" : ", the last");
    }

    /** An ICMP error, by the other end or by a router on the way. */
    static String error(Ip ip, IcmpMessage message, InetAddress other, Protocol protocol) {
        String who = ip.source().equals(other) ? "" : "The router ";
        String meaning = "";
        boolean port = message.words().equals("port unreachable");
        if (port && protocol == Protocol.UDP) {
            meaning =
                    " No socket receives there; the sender gets ECONNREFUSED, if it is connected.";
        }
        if (message.isTooBig()) meaning = " The sender has to send less at a time.";
        return "%s%s says: %s.%s"
                .formatted(
                        who,
                        Endpoint.describe(new InetSocketAddress(ip.source(), 0))
                                .replaceFirst(":0$", ""),
                        message.words(),
                        meaning);
    }
}

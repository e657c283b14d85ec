package io.fairlead.trace;

import io.fairlead.packet.IcmpMessage;
import io.fairlead.packet.Ip;
import java.net.InetSocketAddress;

/**
 * Between whom a packet goes. Immutable.
 *
 * @param protocol what they talk over
 * @param from who sent it
 * @param to whom it is for
 */
record Ends(Protocol protocol, InetSocketAddress from, InetSocketAddress to) {
    static Ends of(Protocol protocol, Ip ip, int sourcePort, int destinationPort) {
        return new Ends(
                protocol,
                new InetSocketAddress(ip.source(), sourcePort),
                new InetSocketAddress(ip.destination(), destinationPort));
    }

    /** An error goes back to who sent what it is about, as if from whom that was for. */
    static Ends ofError(IcmpMessage.Quoted quoted) {
        Protocol protocol = quoted.ip().isTcp() ? Protocol.TCP : Protocol.UDP;
        return of(protocol, quoted.ip(), quoted.sourcePort(), quoted.destinationPort()).reversed();
    }

    Ends reversed() {
        return new Ends(protocol, to, from);
    }
}

package io.fairlead.packet;

import org.jspecify.annotations.Nullable;

/**
 * What a frame says. Immutable.
 *
 * @param ip the IP header; null when there is none to be read
 * @param transport what it carries, or why that cannot be said
 */
public record Packet(@Nullable Ip ip, Transport transport) {
    /** Reads a frame. Whatever its bytes are, this returns. */
    public static Packet decode(CapturedFrame frame) {
        Ip ip = null;
        try {
            Octets network = LinkLayer.network(frame.link(), frame.octets());
            int linkBytes = frame.octets().length() - network.length();
            ip = Ip.decode(network, frame.wireBytes() - linkBytes);
            return new Packet(ip, transport(ip));
        } catch (BadPacketException e) {
            return new Packet(ip, new Undecoded(String.valueOf(e.getMessage())));
        } catch (CutException e) {
            String why =
                    frame.octets().length() < frame.wireBytes()
                            ? ", where the capture cut it"
                            : ", in the middle of a header";
            return new Packet(ip, new Undecoded(e.getMessage() + why));
        }
    }

    private static Transport transport(Ip ip) {
        if (ip.fragmentOffset() > 0) return new Fragment(ip.payload(), ip.payloadBytes());
        return switch (ip.protocol()) {
            case Ip.TCP -> TcpSegment.decode(ip);
            case Ip.UDP -> UdpDatagram.decode(ip);
            case Ip.ICMP, Ip.ICMPV6 -> IcmpMessage.decode(ip);
            default -> new Undecoded("it carries IP protocol " + ip.protocol());
        };
    }
}

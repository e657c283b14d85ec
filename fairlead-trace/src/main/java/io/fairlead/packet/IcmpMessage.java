package io.fairlead.packet;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An ICMP message, RFC 792 and RFC 4443.
 *
 * @param version 4 or 6
 * @param type its type
 * @param code what it is more exactly
 * @param mtu for {@link #isTooBig}: how long a packet may be, in bytes; else 0
 * @param quoted the beginning of the packet that an error is about; null where there is none
 */
public record IcmpMessage(int version, int type, int code, long mtu, @Nullable Quoted quoted)
        implements Transport {
    private static final int HEADER_BYTES = 8;

    /**
     * The packet that an ICMP error is about, of which at least the ports are there.
     *
     * @param ip its header
     * @param sourcePort who had sent it
     * @param destinationPort whom it was for
     */
    public record Quoted(Ip ip, int sourcePort, int destinationPort) {}

    static Transport decode(Ip ip) {
        Octets octets = ip.payload();
        int version = ip.version();
        int type = octets.u8(0);
        int code = octets.u8(1);
        boolean tooBig = version == 4 ? type == 3 && code == 4 : type == 2;
        long mtu = 0;
        if (tooBig) mtu = version == 4 ? octets.u16(6) : octets.u32(4);
        boolean error = version == 4 ? isError4(type) : type < 128;
        Quoted quoted = error ? quoted(octets.from(HEADER_BYTES)) : null;
        return new IcmpMessage(version, type, code, mtu, quoted);
    }

    private static boolean isError4(int type) {
        return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
    }

    /** Null when too little is quoted, or it is no packet: the error then stays without a cause. */
    private static @Nullable Quoted quoted(Octets octets) {
        try {
            Ip ip = Ip.decode(octets, octets.length());
            boolean hasPorts = ip.protocol() == Ip.TCP || ip.protocol() == Ip.UDP;
            if (!hasPorts || ip.fragmentOffset() > 0) return null;
            return new Quoted(ip, ip.payload().u16(0), ip.payload().u16(2));
        } catch (BadPacketException | CutException e) {
            return null;
        }
    }

    /** Whether a packet was too long for a link on its way. */
    public boolean isTooBig() {
        return version == 4 ? type == 3 && code == 4 : type == 2;
    }

    /** What it says, as a part of a sentence. */
    public String words() {
        return version == 4 ? words4() : words6();
    }

    private String words4() {
        return switch (type) {
            case 0 -> "echo reply";
            case 3 -> unreachable4();
            case 4 -> "source quench";
            case 5 -> "redirect to another router";
            case 8 -> "echo request";
            case 11 -> code == 0 ? "hop limit exceeded" : "pieces did not all arrive in time";
            case 12 -> "header has a wrong field";
            default -> "ICMP type " + type + " code " + code;
        };
    }

    private String unreachable4() {
        return switch (code) {
            case 0 -> "network unreachable";
            case 1 -> "host unreachable";
            case 2 -> "protocol unreachable";
            case 3 -> "port unreachable";
            case 4 -> String.format(Locale.ROOT, "packet too big, the limit is %d bytes", mtu);
            case 9, 10, 13 -> "forbidden by a firewall";
            default -> "unreachable, code " + code;
        };
    }

    private String words6() {
        return switch (type) {
            case 1 -> unreachable6();
            case 2 -> String.format(Locale.ROOT, "packet too big, the limit is %d bytes", mtu);
            case 3 -> code == 0 ? "hop limit exceeded" : "pieces did not all arrive in time";
            case 4 -> "header has a wrong field";
            case 128 -> "echo request";
            case 129 -> "echo reply";
            case 133, 134, 135, 136, 137 -> "neighbour discovery";
            default -> "ICMPv6 type " + type + " code " + code;
        };
    }

    private String unreachable6() {
        return switch (code) {
            case 0 -> "no route";
            case 1, 5, 6 -> "forbidden by a firewall";
            case 3 -> "address unreachable";
            case 4 -> "port unreachable";
            default -> "unreachable, code " + code;
        };
    }
}

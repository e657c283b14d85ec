package io.fairlead.pcap;

import io.fairlead.packet.LinkType;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * What a pcapng file says of an interface. Immutable.
 *
 * @param link the link type, known here or not
 * @param snapBytes how much of each packet was kept at most
 * @param resolution if_tsresol: the power of ten, or with the highest bit of two, by which a second
 *     is divided
 * @param offsetSeconds if_tsoffset: seconds to add to each time
 */
record PcapngInterface(LinkType link, int snapBytes, int resolution, long offsetSeconds) {
    private static final int MICROSECONDS = 6;
    private static final int NANOSECONDS = 9;
    private static final int RESOLUTION_MAX = 63;
    private static final int IF_TSRESOL = 9;
    private static final int IF_TSOFFSET = 14;
    private static final BigInteger NS_PER_S = BigInteger.valueOf(1_000_000_000);

    static PcapngInterface read(ByteBuffer body) {
        int code = Short.toUnsignedInt(body.getShort(0));
        int snap = body.getInt(4);
        int resolution = MICROSECONDS;
        long offset = 0;
        int at = 8;
        while (at + 4 <= body.limit()) {
            int option = Short.toUnsignedInt(body.getShort(at));
            int length = Short.toUnsignedInt(body.getShort(at + 2));
            at += 4;
            if (option == 0 || length > body.limit() - at) break;
            if (option == IF_TSRESOL && length == 1) resolution = body.get(at) & 0xff;
            if (option == IF_TSOFFSET && length == 8) offset = body.getLong(at);
            at += length + 3 & ~3;
        }
        int most = snap <= 0 ? Integer.MAX_VALUE : snap;
        return new PcapngInterface(LinkType.of(code), most, resolution, offset);
    }

    /** A time in this interface's units, as nanoseconds since 1970. */
    long timeNs(long time) {
        long offsetNs = offsetSeconds * NS_PER_S.longValue();
        if (resolution == NANOSECONDS) return time + offsetNs;
        if (resolution == MICROSECONDS) return time * 1_000 + offsetNs;
        int power = Math.min(resolution & 0x7f, RESOLUTION_MAX);
        BigInteger units = BigInteger.valueOf((resolution & 0x80) != 0 ? 2 : 10).pow(power);
        BigInteger whole = new BigInteger(Long.toUnsignedString(time));
        return whole.multiply(NS_PER_S).divide(units).longValue() + offsetNs;
    }
}

package io.fairlead.pcap;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.LinkType;
import io.fairlead.packet.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The old format, pcap-savefile(5), in the byte order of the machine that wrote it. For one thread.
 *
 * <pre>
 *   file    magic 4 | major 2 | minor 2 | 0 4 | 0 4 | snap length 4 | link type 4
 *   packet  seconds 4 | micro- or nanoseconds 4 | captured 4 | on the wire 4 | bytes
 *   packet  of a patched libpcap: as above, but interface 4 | protocol 2 | kind 2 before the bytes
 * </pre>
 */
final class PcapReader implements CaptureReader {
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int PATCHED = 0xa1b2cd34;
    private static final int HEADER_REST_BYTES = 20;
    private static final int PACKET_HEADER_BYTES = 16;
    private static final int PATCHED_HEADER_BYTES = 24;
    private static final long NS_PER_S = 1_000_000_000;

    private final FileBytes file;
    private final InputStream in;
    private final LinkType link;
    private final long unitNs;
    private final int headerBytes;

    private PcapReader(FileBytes file, InputStream in, LinkType link, int magic) {
        this.file = file;
        this.in = in;
        this.link = link;
        unitNs = magic == NANOSECONDS ? 1 : 1_000;
        headerBytes = magic == PATCHED ? PATCHED_HEADER_BYTES : PACKET_HEADER_BYTES;
    }

    static PcapReader open(FileBytes file, InputStream in, int magic) throws IOException {
        boolean swapped = isMagic(Integer.reverseBytes(magic));
        if (!swapped && !isMagic(magic)) {
            throw new CaptureFileException(
                    0,
                    "it begins with 0x%08x, so it is neither pcap nor pcapng; tcpdump -w writes one"
                            .formatted(magic));
        }
        file.order(swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int plain = swapped ? Integer.reverseBytes(magic) : magic;
        ByteBuffer header = file.read(HEADER_REST_BYTES, "the header of the capture");
        int major = header.getShort(0);
        if (major != 2) {
            throw new CaptureFileException(
                    4, String.format(Locale.ROOT, "there is no version %d of pcap", major));
        }
        int code = header.getInt(16) & 0xffff; // above it: whether frames end in a checksum
        LinkType link = LinkType.of(code);
        if (!link.isKnown()) { // all packets are of it, so there is nothing to be read
            throw new CaptureFileException(20, "link type " + code + " is not known here");
        }
        return new PcapReader(file, in, link, plain);
    }

    private static boolean isMagic(int number) {
        return number == MICROSECONDS || number == NANOSECONDS || number == PATCHED;
    }

    @Override
    public @Nullable CapturedFrame next() throws IOException {
        long at = file.offset();
        ByteBuffer header = file.tryRead(headerBytes, "the header of a packet");
        if (header == null) return null;
        long seconds = Integer.toUnsignedLong(header.getInt());
        long fraction = Integer.toUnsignedLong(header.getInt());
        int captured = header.getInt();
        int wire = header.getInt();
        if (captured < 0 || captured > FRAME_BYTES_MAX) {
            throw new CaptureFileException(
                    at,
                    String.format(
                            Locale.ROOT,
                            "a packet of %,d bytes is too long",
                            Integer.toUnsignedLong(captured)));
        }
        long timeNs = seconds * NS_PER_S + fraction * unitNs;
        byte[] bytes = new byte[captured];
        file.read(captured, "a packet").get(bytes);
        return new CapturedFrame(timeNs, link, Math.max(wire, captured), Octets.of(bytes), 0);
    }

    @Override
    public long drops() {
        return 0; // the format has no place for it
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

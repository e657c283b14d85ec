package io.fairlead.pcap;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newer format, draft-ietf-opsawg-pcapng: blocks, of which those are skipped that hold no
 * packet. For one thread.
 *
 * <pre>
 *   block   type 4 | length 4 | body, padded to 4 | length 4
 *   section header   byte-order magic 4 | major 2 | minor 2 | section length 8 | options
 *   interface        link type 2 | 0 2 | snap length 4 | options
 *   enhanced packet  interface 4 | time 8 | captured 4 | on the wire 4 | bytes | options
 *   simple packet    on the wire 4 | bytes
 * </pre>
 */
final class PcapngReader implements CaptureReader {
    static final int SECTION_HEADER = 0x0a0d0d0a;
    static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    static final int INTERFACE = 1;
    static final int ENHANCED_PACKET = 6;
    private static final int OLD_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int FRAME_BYTES = 12;
    private static final int INTERFACES_MAX = 4096;

    private final FileBytes file;
    private final InputStream in;
    private final List<PcapngInterface> interfaces = new ArrayList<>();

    /** Where the block begins that is being read. */
    private long at;

    /** Begins behind the type of the first block, which is a section header. */
    PcapngReader(FileBytes file, InputStream in) throws IOException {
        this.file = file;
        this.in = in;
        readSection();
    }

    @Override
    public @Nullable CapturedFrame next() throws IOException {
        while (true) {
            at = file.offset();
            ByteBuffer type = file.tryRead(Integer.BYTES, "the type of a block");
            if (type == null) return null;
            CapturedFrame frame = readBlock(type.getInt());
            if (frame != null) return frame;
        }
    }

    /** The frame in a block; null when there is none. */
    private @Nullable CapturedFrame readBlock(int type) throws IOException {
        if (type == SECTION_HEADER) {
            readSection();
            return null;
        }
        ByteBuffer body = readBody();
        return switch (type) {
            case INTERFACE -> {
                addInterface(body);
                yield null;
            }
            case ENHANCED_PACKET -> packet(body, "an enhanced packet", Integer.MAX_VALUE);
            case OLD_PACKET -> packet(body, "a packet", 0xffff);
            case SIMPLE_PACKET -> simplePacket(body);
            default -> null;
        };
    }

    /** The rest of a section header; what follows is in its byte order, and has new interfaces. */
    private void readSection() throws IOException {
        ByteBuffer head = file.read(2 * Integer.BYTES, "a section header");
        head.order(ByteOrder.BIG_ENDIAN);
        int magic = head.getInt(4);
        if (magic == Integer.reverseBytes(BYTE_ORDER_MAGIC)) {
            head.order(ByteOrder.LITTLE_ENDIAN);
        } else if (magic != BYTE_ORDER_MAGIC) {
            throw broken("0x%08x is no byte-order magic".formatted(magic));
        }
        file.order(head.order());
        int length = head.getInt(0);
        ByteBuffer rest = file.read(rest(length, 16 + FRAME_BYTES) - 4, "a section header");
        if (rest.getShort(0) != 1) {
            throw broken("there is no version %d of pcapng".formatted(rest.getShort(0)));
        }
        requireSameLength(length, rest);
        interfaces.clear();
    }

    /** The body of a block and the length behind it, which is checked. */
    private ByteBuffer readBody() throws IOException {
        int length = file.read(Integer.BYTES, "the length of a block").getInt();
        ByteBuffer body = file.read(rest(length, FRAME_BYTES), "a block");
        requireSameLength(length, body);
        return body.slice(0, body.limit() - Integer.BYTES).order(body.order());
    }

    /** How many bytes of a block follow its type and length. */
    private int rest(int length, int least) throws CaptureFileException {
        if (length < least || length % 4 != 0 || length > FRAME_BYTES_MAX + 4096) {
            throw broken(
                    "a block of %,d bytes cannot be".formatted(Integer.toUnsignedLong(length)));
        }
        return length - 2 * Integer.BYTES;
    }

    private void requireSameLength(int length, ByteBuffer rest) throws CaptureFileException {
        int again = rest.getInt(rest.limit() - Integer.BYTES);
        if (again != length) {
            throw broken(
                    "a block has %d bytes at its beginning and %d at its end"
                            .formatted(length, again));
        }
    }

    private void addInterface(ByteBuffer body) throws CaptureFileException {
        require(body, 8, "an interface");
        if (interfaces.size() == INTERFACES_MAX) throw broken("there are too many interfaces");
        interfaces.add(PcapngInterface.read(body));
    }

    private CapturedFrame packet(ByteBuffer body, String what, int interfaceMask)
            throws CaptureFileException {
        require(body, 20, what);
        int port = body.getInt(0) & interfaceMask;
        long time = (long) body.getInt(4) << 32 | Integer.toUnsignedLong(body.getInt(8));
        int captured = body.getInt(12);
        if (captured < 0 || captured > body.limit() - 20) {
            throw broken(
                    "%s of %,d bytes is longer than its block"
                            .formatted(what, Integer.toUnsignedLong(captured)));
        }
        PcapngInterface from = interfaceAt(port);
        byte[] bytes = new byte[captured];
        body.get(20, bytes);
        int wire = Math.max(body.getInt(16), captured);
        return frame(from, from.timeNs(time), wire, bytes, port);
    }

    private CapturedFrame simplePacket(ByteBuffer body) throws CaptureFileException {
        require(body, 4, "a simple packet");
        PcapngInterface from = interfaceAt(0);
        int wire = body.getInt(0);
        int most = Math.min(body.limit() - 4, from.snapBytes());
        byte[] bytes = new byte[wire < 0 ? most : Math.min(wire, most)];
        body.get(4, bytes);
        return frame(from, 0, Math.max(wire, bytes.length), bytes, 0);
    }

    private CapturedFrame frame(
            PcapngInterface from, long timeNs, int wireBytes, byte[] bytes, int port)
            throws CaptureFileException {
        if (from.link().isEmpty()) {
            throw broken("link type %d is not known here".formatted(from.linkCode()));
        }
        return new CapturedFrame(timeNs, from.link().get(), wireBytes, Octets.of(bytes), port);
    }

    private PcapngInterface interfaceAt(int number) throws CaptureFileException {
        if (number < 0 || number >= interfaces.size()) {
            throw broken(
                    "a packet of interface %d, of which there is no description".formatted(number));
        }
        return interfaces.get(number);
    }

    private void require(ByteBuffer body, int bytes, String what) throws CaptureFileException {
        if (body.limit() < bytes) {
            throw broken("%s in a block with room for %d bytes".formatted(what, body.limit()));
        }
    }

    private CaptureFileException broken(String reason) {
        return new CaptureFileException(at, reason);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

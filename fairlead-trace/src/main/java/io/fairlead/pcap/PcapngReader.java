package io.fairlead.pcap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newer format, draft-ietf-opsawg-pcapng: blocks, of which those are skipped that hold no
 * packet, count or secret. Each interface has a link type of its own; a frame of one that is not
 * known here is a frame all the same, so that the others keep their numbers. For one thread.
 *
 * <pre>
 *   block   type 4 | length 4 | body, padded to 4 | length 4
 *   section header   byte-order magic 4 | major 2 | minor 2 | section length 8 | options
 *   interface        link type 2 | 0 2 | snap length 4 | options
 *   enhanced packet  interface 4 | time 8 | captured 4 | on the wire 4 | bytes | options
 *   simple packet    on the wire 4 | bytes
 *   old packet       interface 2 | lost before it 2 | time 8 | captured 4 | on the wire 4 | bytes
 *   statistics       interface 4 | time 8 | options
 *   secrets          kind 4 | length 4 | bytes
 * </pre>
 */
final class PcapngReader implements CaptureReader {
    static final int SECTION_HEADER = 0x0a0d0d0a;
    static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    static final int INTERFACE = 1;
    static final int ENHANCED_PACKET = 6;
    static final int SECRETS = 10;
    static final int TLS_KEY_LOG = 0x544c534b; // "TLSK"
    private static final int OLD_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int STATISTICS = 5;
    private static final int ISB_IFDROP = 5;
    private static final int ISB_OSDROP = 7;
    private static final int DROPS_UNKNOWN = 0xffff;
    private static final int FRAME_BYTES = 12;
    private static final int INTERFACES_MAX = 4096;

    private final FileBytes file;
    private final InputStream in;
    private final List<PcapngInterface> interfaces = new ArrayList<>();

    /** What the statistics say of each interface of this section; the last word counts. */
    private final Map<Integer, Long> dropsOfInterfaces = new HashMap<>();

    /** What earlier sections and old packets say. */
    private long otherDrops;

    private final StringBuilder secrets = new StringBuilder();

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
            case ENHANCED_PACKET -> {
                require(body, 20, "an enhanced packet");
                yield packet(body, "an enhanced packet", body.getInt(0));
            }
            case OLD_PACKET -> {
                require(body, 20, "a packet");
                int lost = Short.toUnsignedInt(body.getShort(2));
                if (lost != DROPS_UNKNOWN) otherDrops += lost;
                yield packet(body, "a packet", Short.toUnsignedInt(body.getShort(0)));
            }
            case STATISTICS -> {
                statistics(body);
                yield null;
            }
            case SECRETS -> {
                addSecrets(body);
                yield null;
            }
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
            throw broken("0x%08x is not a byte-order magic".formatted(magic));
        }
        file.order(head.order());
        int length = head.getInt(0);
        ByteBuffer rest = file.read(rest(length, 16 + FRAME_BYTES) - 4, "a section header");
        if (rest.getShort(0) != 1) {
            throw broken(
                    String.format(
                            Locale.ROOT, "there is no version %d of pcapng", rest.getShort(0)));
        }
        requireSameLength(length, rest);
        interfaces.clear();
        otherDrops += sum(dropsOfInterfaces);
        dropsOfInterfaces.clear();
    }

    private static long sum(Map<Integer, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private void statistics(ByteBuffer body) throws CaptureFileException {
        require(body, 12, "a block of statistics");
        interfaceAt(body.getInt(0)); // so that no file has more counts than interfaces
        long drops = 0;
        int at = 12;
        while (at + 4 <= body.limit()) {
            int option = Short.toUnsignedInt(body.getShort(at));
            int length = Short.toUnsignedInt(body.getShort(at + 2));
            at += 4;
            if (option == 0 || length > body.limit() - at) break;
            boolean counts = option == ISB_IFDROP || option == ISB_OSDROP;
            if (counts && length == 8) drops += Math.max(0, body.getLong(at));
            at += length + 3 & ~3;
        }
        dropsOfInterfaces.put(body.getInt(0), drops);
    }

    @Override
    public long drops() {
        return otherDrops + sum(dropsOfInterfaces);
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
                    String.format(
                            Locale.ROOT,
                            "a block of %,d bytes is too long",
                            Integer.toUnsignedLong(length)));
        }
        return length - 2 * Integer.BYTES;
    }

    private void requireSameLength(int length, ByteBuffer rest) throws CaptureFileException {
        int again = rest.getInt(rest.limit() - Integer.BYTES);
        if (again != length) {
            throw broken(
                    String.format(
                            Locale.ROOT,
                            "a block has %d bytes at its beginning and %d at its end",
                            length,
                            again));
        }
    }

    private void addSecrets(ByteBuffer body) throws CaptureFileException {
        require(body, 8, "a block of secrets");
        int bytes = body.getInt(4);
        if (bytes < 0 || bytes > body.limit() - 8) throw broken("secrets are cut off");
        if (body.getInt(0) != TLS_KEY_LOG) return;
        byte[] lines = new byte[bytes];
        body.get(8, lines);
        secrets.append(new String(lines, ISO_8859_1)).append('\n');
    }

    @Override
    public String takeSecrets() {
        if (secrets.isEmpty()) return "";
        String taken = secrets.toString();
        secrets.setLength(0);
        return taken;
    }

    private void addInterface(ByteBuffer body) throws CaptureFileException {
        require(body, 8, "an interface");
        if (interfaces.size() == INTERFACES_MAX) throw broken("there are too many interfaces");
        interfaces.add(PcapngInterface.read(body));
    }

    private CapturedFrame packet(ByteBuffer body, String what, int port)
            throws CaptureFileException {
        long time = (long) body.getInt(4) << 32 | Integer.toUnsignedLong(body.getInt(8));
        int captured = body.getInt(12);
        if (captured < 0 || captured > body.limit() - 20) {
            throw broken(
                    String.format(
                            Locale.ROOT,
                            "%s of %,d bytes is longer than its block",
                            what,
                            Integer.toUnsignedLong(captured)));
        }
        PcapngInterface from = interfaceAt(port);
        byte[] bytes = new byte[captured];
        body.get(20, bytes);
        int wire = Math.max(body.getInt(16), captured);
        return new CapturedFrame(from.timeNs(time), from.link(), wire, Octets.of(bytes), port);
    }

    private CapturedFrame simplePacket(ByteBuffer body) throws CaptureFileException {
        require(body, 4, "a simple packet");
        PcapngInterface from = interfaceAt(0);
        int wire = body.getInt(0);
        int most = Math.min(body.limit() - 4, from.snapBytes());
        byte[] bytes = new byte[wire < 0 ? most : Math.min(wire, most)];
        body.get(4, bytes);
        int wireBytes = Math.max(wire, bytes.length);
        return new CapturedFrame(0, from.link(), wireBytes, Octets.of(bytes), 0);
    }

    private PcapngInterface interfaceAt(int number) throws CaptureFileException {
        if (number < 0 || number >= interfaces.size()) {
            throw broken(
                    String.format(
                            Locale.ROOT,
                            "a packet of interface %d, which has no description",
                            number));
        }
        return interfaces.get(number);
    }

    private void require(ByteBuffer body, int bytes, String what) throws CaptureFileException {
        if (body.limit() < bytes) {
            throw broken(
                    String.format(
                            Locale.ROOT,
                            "%s in a block with room for %d bytes",
                            what,
                            body.limit()));
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

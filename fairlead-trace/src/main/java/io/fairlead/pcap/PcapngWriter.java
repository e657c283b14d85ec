package io.fairlead.pcap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.LinkType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a pcapng file of one section, each packet with a comment; times in nanoseconds. For one
 * thread; an error of {@code out} leaves the file cut.
 */
public final class PcapngWriter implements AutoCloseable {
    private static final int OPT_COMMENT = 1;
    private static final int SHB_USERAPPL = 4;
    private static final int IF_TSRESOL = 9;
    private static final int COMMENT_BYTES_MAX = 60_000;
    private static final long SECTION_LENGTH_UNKNOWN = -1;

    private final OutputStream out;

    /** The link types for which there is an interface, in the order of their numbers. */
    private final List<LinkType> interfaces = new ArrayList<>();

    /** Begins a file. */
    public PcapngWriter(OutputStream out) throws IOException {
        this.out = out;
        ByteBuffer body = body(16 + 64);
        body.putInt(PcapngReader.BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0);
        body.putLong(SECTION_LENGTH_UNKNOWN);
        option(body, SHB_USERAPPL, "fairlead trace".getBytes(UTF_8));
        block(PcapngReader.SECTION_HEADER, body.putInt(0));
    }

    /**
     * Writes secrets of TLS connections, before the first packet that they open.
     *
     * @param lines of a key log; none are written if it is empty
     */
    public void writeSecrets(String lines) throws IOException {
        if (lines.isEmpty()) return;
        byte[] bytes = lines.getBytes(UTF_8);
        ByteBuffer body = body(8 + bytes.length + 3);
        body.putInt(PcapngReader.TLS_KEY_LOG).putInt(bytes.length).put(bytes);
        pad(body);
        block(PcapngReader.SECRETS, body);
    }

    /**
     * Writes a packet.
     *
     * @param comment what a reader is to be told; empty for nothing
     */
    public void write(CapturedFrame frame, String comment) throws IOException {
        int number = interfaceOf(frame.link());
        byte[] bytes = frame.octets().toArray();
        byte[] said = comment.getBytes(UTF_8);
        byte[] note = said.length > COMMENT_BYTES_MAX ? new byte[0] : said;
        ByteBuffer body = body(20 + bytes.length + note.length + 16);
        body.putInt(number);
        body.putInt((int) (frame.timeNs() >>> 32)).putInt((int) frame.timeNs());
        body.putInt(bytes.length).putInt(frame.wireBytes());
        pad(body.put(bytes));
        if (note.length > 0) {
            option(body, OPT_COMMENT, note);
            body.putInt(0);
        }
        block(PcapngReader.ENHANCED_PACKET, body);
    }

    private int interfaceOf(LinkType link) throws IOException {
        if (!interfaces.contains(link)) {
            ByteBuffer body = body(24);
            body.putShort((short) link.code()).putShort((short) 0).putInt(0);
            option(body, IF_TSRESOL, new byte[] {9});
            block(PcapngReader.INTERFACE, body.putInt(0));
            interfaces.add(link);
        }
        return interfaces.indexOf(link);
    }

    private static ByteBuffer body(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void option(ByteBuffer body, int code, byte[] value) {
        body.putShort((short) code).putShort((short) value.length);
        pad(body.put(value));
    }

    private static void pad(ByteBuffer body) {
        while (body.position() % 4 != 0) body.put((byte) 0);
    }

    private void block(int type, ByteBuffer body) throws IOException {
        int length = body.flip().remaining() + 12;
        ByteBuffer block = body(length).putInt(type).putInt(length).put(body).putInt(length);
        byte[] bytes = new byte[length];
        block.flip().get(bytes);
        out.write(bytes);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

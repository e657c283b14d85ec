package io.fairlead.pcap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.packet.Bytes;
import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.LinkType;
import io.fairlead.packet.Octets;
import io.fairlead.packet.Packet;
import io.fairlead.packet.Undecoded;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as others write them, and as they should not be. */
class CaptureFilesTest {
    private static final byte[] PACKET = Bytes.ip4(17, Bytes.udp((byte) 1, (byte) 2));

    @ParameterizedTest
    @ValueSource(strings = {"BIG_ENDIAN", "LITTLE_ENDIAN"})
    void pcapInBothByteOrders(String order) throws IOException {
        List<CapturedFrame> frames = read(pcap(order(order), 0xa1b2c3d4));
        assertThat(frames).hasSize(2);
        assertThat(frames.getFirst().timeNs()).isEqualTo(1_700_000_000_000_005_000L);
        assertThat(frames.getFirst().link()).isEqualTo(LinkType.RAW);
        assertThat(frames.getFirst().wireBytes()).isEqualTo(2000);
        assertThat(frames.getLast().octets().toArray()).isEqualTo(PACKET);
    }

    @Test
    void pcapInNanoseconds() throws IOException {
        List<CapturedFrame> frames = read(pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b23c4d));
        assertThat(frames.getFirst().timeNs()).isEqualTo(1_700_000_000_000_000_005L);
    }

    @Test
    void pcapngThereAndBack() throws IOException {
        List<CapturedFrame> frames =
                List.of(
                        new CapturedFrame(5, LinkType.RAW, 30, Octets.of(PACKET), 0),
                        new CapturedFrame(
                                Long.MAX_VALUE, LinkType.ETHERNET, 3, Octets.of(new byte[3]), 0),
                        new CapturedFrame(6, LinkType.RAW, 0, Octets.of(), 0));
        List<CapturedFrame> read = read(pcapng(frames));
        assertThat(read).hasSize(3);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(read.get(i).timeNs()).isEqualTo(frames.get(i).timeNs());
            assertThat(read.get(i).link()).isEqualTo(frames.get(i).link());
            assertThat(read.get(i).wireBytes()).isEqualTo(frames.get(i).wireBytes());
            assertThat(read.get(i).octets().toArray()).isEqualTo(frames.get(i).octets().toArray());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLIENT_RANDOM 00 11\n", "one\ntwo\n", "x"})
    void secretsThereAndBack(String lines) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        PcapngWriter writer = new PcapngWriter(file);
        writer.writeSecrets(lines);
        writer.write(frame(), "");
        try (CaptureReader reader =
                CaptureReader.open(new ByteArrayInputStream(file.toByteArray()))) {
            assertThat(reader.takeSecrets()).isEmpty();
            assertThat(reader.next()).isNotNull();
            assertThat(reader.takeSecrets().strip()).isEqualTo(lines.strip());
            assertThat(reader.takeSecrets()).isEmpty();
        }
    }

    @Test
    void secretsThatAreCutOffAreNone() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        new PcapngWriter(file).writeSecrets("secret");
        byte[] bytes = file.toByteArray();
        bytes[bytes.length - 12 - 4] = 9; // of the length of the secrets, which have 6 bytes
        assertThatThrownBy(() -> readInto(new ArrayList<>(), bytes))
                .isInstanceOf(CaptureFileException.class)
                .hasMessageContaining("secrets are cut off");
    }

    @Test
    void everyCutOfAFileEndsWithTheFramesBeforeIt() throws IOException {
        byte[] whole = pcapng(List.of(frame(), frame(), frame()));
        int most = 0;
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            List<CapturedFrame> frames = new ArrayList<>();
            try {
                readInto(frames, cut);
            } catch (CaptureFileException e) {
                assertThat(e.offset()).isBetween(0L, (long) length);
            }
            assertThat(frames.size()).isBetween(most, 2);
            most = frames.size();
        }
        assertThat(most).isEqualTo(2);
    }

    @Test
    void whatGzipHasCompressedIsReadAsIfItWereNot() throws IOException {
        byte[] pcap = pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(pcap);
        }
        byte[] compressed = out.toByteArray();
        assertThat(read(compressed))
                .extracting(CapturedFrame::timeNs)
                .isEqualTo(read(pcap).stream().map(CapturedFrame::timeNs).toList());
        byte[] cut = Arrays.copyOf(compressed, compressed.length - 12);
        assertThatThrownBy(() -> read(cut))
                .isInstanceOf(CaptureFileException.class)
                .hasMessageContaining("the compressed file ends before the end of");
        byte[] zstd = HexFormat.of().parseHex("28b52ffd00112233");
        assertThatThrownBy(() -> read(zstd))
                .isInstanceOf(CaptureFileException.class)
                .hasMessageContaining("zstd -dc FILE | fairlead trace --pcap -");
    }

    @Test
    void brokenFilesNameThePlace() throws IOException {
        assertThatThrownBy(() -> read("GET / HTTP/1.1".getBytes(US_ASCII)))
                .isInstanceOf(CaptureFileException.class)
                .hasMessageContaining("at byte 0 of the capture: it begins with 0x47455420");

        byte[] pcap = pcap(ByteOrder.BIG_ENDIAN, 0xa1b2c3d4);
        pcap[24 + 8] = 0x7f; // the captured length of the first packet
        CaptureFileException broken =
                catchThrowableOfType(CaptureFileException.class, () -> read(pcap));
        assertThat(broken).hasMessageContaining("is too long");
        assertThat(broken.offset()).isEqualTo(24);

        byte[] unknown = pcap(ByteOrder.BIG_ENDIAN, 0xa1b2c3d4);
        unknown[23] = (byte) 195; // the link type
        assertThatThrownBy(() -> read(unknown)).hasMessageContaining("link type 195 is not known");

        byte[] pcapng = pcapng(List.of(frame()));
        pcapng[pcapng.length - 1] = 9; // the length behind the last block
        assertThatThrownBy(() -> read(pcapng)).hasMessageContaining("at its end");
    }

    /** tshark shows the others, too: each interface of a pcapng file has a link type of its own. */
    @ParameterizedTest
    @ValueSource(ints = {220, 195, 147, 65_000})
    void oneInterfaceOfAnUnknownLinkTypeDoesNotHideTheOthers(int link) throws IOException {
        CapturedFrame unknown =
                new CapturedFrame(5, LinkType.of(link), 64, Octets.of(new byte[64]), 1);
        List<CapturedFrame> read = read(pcapng(List.of(frame(), unknown, frame())));
        assertThat(read).hasSize(3);
        assertThat(read.get(1).link().isKnown()).isFalse();
        assertThat(Packet.decode(read.get(1)).transport())
                .isEqualTo(new Undecoded("link type " + link + " is not known here"));
        assertThat(read.getLast().octets().toArray()).isEqualTo(PACKET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BIG_ENDIAN", "LITTLE_ENDIAN"})
    void oldBlocksAndStatisticsTellWhatWasLost(String order) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(1000).order(order(order));
        block(file, 0x0a0d0d0a, 16).putInt(0x1a2b3c4d).putInt(0x00010000).putLong(-1);
        if (order(order) == ByteOrder.LITTLE_ENDIAN)
            file.putShort(12, (short) 1).putShort(14, (short) 0);
        file.putInt(28);
        block(file, 1, 8).putShort((short) LinkType.RAW.code()).putShort((short) 0).putInt(0);
        file.putInt(20);
        int padding = -PACKET.length & 3;
        block(file, 2, 20 + PACKET.length + padding)
                .putShort((short) 0)
                .putShort((short) 3)
                .putLong(0);
        file.putInt(PACKET.length).putInt(PACKET.length).put(PACKET).put(new byte[padding]);
        file.putInt(32 + PACKET.length + padding);
        block(file, 5, 28).putInt(0).putLong(0).putShort((short) 5).putShort((short) 8).putLong(4);
        file.putInt(0).putInt(40);
        byte[] bytes = Arrays.copyOf(file.array(), file.position());
        try (CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(bytes))) {
            CapturedFrame frame = Objects.requireNonNull(reader.next());
            assertThat(frame.octets().toArray()).isEqualTo(PACKET);
            assertThat(reader.next()).isNull();
            assertThat(reader.drops()).isEqualTo(3 + 4);
        }
    }

    private static ByteBuffer block(ByteBuffer file, int type, int bodyBytes) {
        return file.putInt(type).putInt(bodyBytes + 12);
    }

    @Test
    void pcapOfAPatchedLibpcapHasLongerHeaders() throws IOException {
        ByteBuffer file = ByteBuffer.allocate(24 + 24 + PACKET.length);
        file.putInt(0xa1b2cd34).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65_535);
        file.putInt(LinkType.RAW.code());
        file.putInt(7).putInt(5).putInt(PACKET.length).putInt(PACKET.length);
        file.putInt(2).putInt(0x08000000).put(PACKET);
        List<CapturedFrame> frames = read(file.array());
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().octets().toArray()).isEqualTo(PACKET);
        assertThat(frames.getFirst().timeNs()).isEqualTo(7_000_005_000L);
    }

    @Test
    void nothingAtAllIsNoCapture() {
        assertThatThrownBy(() -> read(new byte[0]))
                .isInstanceOf(CaptureFileException.class)
                .hasMessageContaining("the file ends before the first four bytes");
    }

    private static CapturedFrame frame() {
        return new CapturedFrame(5, LinkType.RAW, PACKET.length, Octets.of(PACKET), 0);
    }

    private static ByteOrder order(String name) {
        return name.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** Two packets, of which the first was cut. */
    private static byte[] pcap(ByteOrder order, int magic) {
        ByteBuffer file = ByteBuffer.allocate(24 + 2 * (16 + PACKET.length)).order(order);
        file.putInt(magic).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65_535);
        file.putInt(LinkType.RAW.code());
        file.putInt(1_700_000_000).putInt(5).putInt(PACKET.length).putInt(2000).put(PACKET);
        file.putInt(1_700_000_001).putInt(0).putInt(PACKET.length).putInt(PACKET.length);
        return file.put(PACKET).array();
    }

    private static byte[] pcapng(List<CapturedFrame> frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapngWriter writer = new PcapngWriter(out)) {
            for (CapturedFrame frame : frames) writer.write(frame, "a comment");
        }
        return out.toByteArray();
    }

    private static List<CapturedFrame> read(byte... file) throws IOException {
        List<CapturedFrame> frames = new ArrayList<>();
        readInto(frames, file);
        return frames;
    }

    private static void readInto(List<CapturedFrame> frames, byte... file) throws IOException {
        try (CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(file))) {
            CapturedFrame frame = reader.next();
            while (frame != null) {
                frames.add(frame);
                frame = reader.next();
            }
        }
    }
}

package io.fairlead.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames byte for byte, and what they say. */
class PacketTest {
    private static final byte[] HELLO = "hello".getBytes(US_ASCII);
    private static final byte[] NO_OPTIONS = {};

    static List<Arguments> links() {
        byte[] packet = Bytes.ip4(17, Bytes.udp(HELLO));
        return List.of(
                        Arguments.of(LinkType.RAW, ""),
                        Arguments.of(LinkType.IPV4, ""),
                        Arguments.of(LinkType.NULL, "02 00 00 00"),
                        Arguments.of(LinkType.NULL, "00 00 00 02"),
                        Arguments.of(LinkType.LOOP, "00 00 00 02"),
                        Arguments.of(LinkType.ETHERNET, "010203040506 0a0b0c0d0e0f 0800"),
                        Arguments.of(LinkType.ETHERNET, "010203040506 0a0b0c0d0e0f 8100 0005 0800"),
                        Arguments.of(
                                LinkType.ETHERNET,
                                "010203040506 0a0b0c0d0e0f 88a8 0005 8100 0006 0800"),
                        Arguments.of(LinkType.LINUX_SLL, "0000 0304 0006 000000000000 0000 0800"),
                        Arguments.of(
                                LinkType.LINUX_SLL2,
                                "0800 0000 00000001 0304 00 06 0000000000000000"))
                .stream()
                .map(each -> Arguments.of(each.get()[0], each.get()[1], packet))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("links")
    void everyLinkHeaderIsReadOver(LinkType link, String header, byte[] packet) {
        Packet decoded = Packet.decode(new Bytes().hex(header).raw(packet).frame(link));
        UdpDatagram datagram = (UdpDatagram) decoded.transport();
        assertThat(datagram.payload().toArray()).isEqualTo(HELLO);
        assertThat(datagram.sourcePort()).isEqualTo(5000);
        assertThat(datagram.destinationPort()).isEqualTo(7);
        assertThat(datagram.payloadBytes()).isEqualTo(5);
    }

    @Test
    void segmentWithEveryOption() {
        byte[] options =
                new Bytes()
                        .hex("0204 05b4") // MSS 1460
                        .hex("01 0303 07") // no operation, window scale 7
                        .hex("0402") // SACK permitted
                        .hex("080a 00000010 00000020") // timestamps
                        .hex("050a 00000100 00000200") // SACK
                        .hex("2202 0000") // Fast Open, end
                        .hex("0000")
                        .array();
        Packet packet = raw(Bytes.ip4(6, Bytes.tcp(options, HELLO)));
        TcpSegment segment = (TcpSegment) packet.transport();
        assertThat(segment.sequence()).isEqualTo(4_000_000_000L);
        assertThat(segment.acknowledgement()).isEqualTo(17);
        assertThat(segment.flagText()).isEqualTo("PSH ACK");
        assertThat(segment.window()).isEqualTo(512);
        assertThat(segment.payload().toArray()).isEqualTo(HELLO);
        TcpOptions read = segment.options();
        assertThat(read.mss()).isEqualTo(1460);
        assertThat(read.windowScale()).isEqualTo(7);
        assertThat(read.sackPermitted()).isTrue();
        assertThat(read.timestamps()).isEqualTo(Optional.of(new TcpOptions.Timestamps(16, 32)));
        assertThat(read.sack()).containsExactly(new TcpOptions.Block(256, 512));
        assertThat(read.fastOpen()).isTrue();
        assertThat(read.broken()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0811 0101", "0801 0101", "0800 0101", "0101 0108"})
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void optionsOfALengthThatCannotBeAreBroken(String last) {
        byte[] options = new Bytes().hex("0204 05b4").hex(last).array();
        TcpSegment segment = (TcpSegment) raw(Bytes.ip4(6, Bytes.tcp(options))).transport();
        assertThat(segment.options().mss()).isEqualTo(1460);
        assertThat(segment.options().broken()).isTrue();
    }

    @Test
    void ipv4OptionsAndPaddingAreReadOver() {
        byte[] packet = Bytes.ip4(6, Bytes.tcp(NO_OPTIONS, HELLO));
        packet[3] = (byte) (packet[3] + 4);
        byte[] longer =
                new Bytes()
                        .raw(Arrays.copyOf(packet, 20))
                        .hex("01010101")
                        .raw(Arrays.copyOfRange(packet, 20, packet.length))
                        .hex("00000000")
                        .array();
        longer[0] = 0x46;
        TcpSegment segment = (TcpSegment) raw(longer).transport();
        assertThat(segment.payload().toArray()).isEqualTo(HELLO);
        assertThat(segment.payloadBytes()).isEqualTo(5);
    }

    @Test
    void ipv6ExtensionHeadersAreReadOver() {
        byte[] inner =
                new Bytes()
                        .hex("3c 00 0104 00000000") // hop-by-hop, then destination options
                        .hex("2c 01 0104 00000000 0000000000000000") // of 16 bytes, then fragment
                        .hex("11 00 0001 0000002a") // offset 0, more follow, id 42
                        .raw(Bytes.udp(HELLO))
                        .array();
        Packet packet = raw(Bytes.ip6(0, inner));
        Ip ip = Objects.requireNonNull(packet.ip());
        assertThat(ip.protocol()).isEqualTo(17);
        assertThat(ip.id()).isEqualTo(42);
        assertThat(ip.moreFragments()).isTrue();
        assertThat(ip.source().getHostAddress()).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(((UdpDatagram) packet.transport()).payload().toArray()).isEqualTo(HELLO);
    }

    /** As many tags as a frame has room for: they are read over one by one, not one in another. */
    @ParameterizedTest
    @ValueSource(strings = {"", "000000000000 000000000000"})
    void aMebibyteOfTagsIsReadOver(String header) {
        Bytes frame = new Bytes().hex(header);
        LinkType link = header.isEmpty() ? LinkType.LINUX_SLL2 : LinkType.ETHERNET;
        if (header.isEmpty()) frame.u16(0x8100).raw(new byte[18]);
        for (int i = 0; i < 1 << 18; i++) frame.u16(header.isEmpty() ? 5 : 0x8100).u16(0x8100);
        Packet packet = Packet.decode(frame.frame(link));
        assertThat(packet.transport()).isInstanceOf(Undecoded.class);
    }

    @Test
    void laterFragmentsAreNoHeaders() {
        byte[] packet = Bytes.ip4(6, HELLO);
        packet[7] = 2; // from byte 16 on
        Packet decoded = raw(packet);
        assertThat(decoded.transport()).isInstanceOf(Fragment.class);
        assertThat(Objects.requireNonNull(decoded.ip()).fragmentOffset()).isEqualTo(16);
    }

    @Test
    void errorsQuoteThePacketTheyAreAbout() {
        byte[] about = Bytes.ip4(17, Bytes.udp(HELLO));
        byte[] error = new Bytes().hex("0304 0000 0000 05dc").raw(about).array();
        IcmpMessage message = (IcmpMessage) raw(Bytes.ip4(1, error)).transport();
        assertThat(message.isTooBig()).isTrue();
        assertThat(message.words()).isEqualTo("packet too big, the limit is 1500 bytes");
        assertThat(Objects.requireNonNull(message.quoted()).destinationPort()).isEqualTo(7);

        byte[] about6 = Bytes.ip6(6, Bytes.tcp(NO_OPTIONS));
        byte[] error6 = new Bytes().hex("0104 0000 00000000").raw(about6).array();
        IcmpMessage message6 = (IcmpMessage) raw(Bytes.ip6(58, error6)).transport();
        assertThat(message6.words()).isEqualTo("port unreachable");
        assertThat(Objects.requireNonNull(message6.quoted()).sourcePort()).isEqualTo(5000);
    }

    @Test
    void aSegmentThatTheCaptureCutTellsItsLengthAllTheSame() {
        CapturedFrame whole =
                new Bytes()
                        .raw(Bytes.ip4(6, Bytes.tcp(NO_OPTIONS, new byte[1000])))
                        .frame(LinkType.RAW);
        TcpSegment segment = (TcpSegment) Packet.decode(whole.cutTo(60)).transport();
        assertThat(segment.payloadBytes()).isEqualTo(1000);
        assertThat(segment.payload().length()).isEqualTo(20);
    }

    static List<Arguments> nonsense() {
        byte[] shortHeader = Bytes.tcp(NO_OPTIONS);
        shortHeader[12] = 0x40;
        byte[] longHeader = Bytes.tcp(NO_OPTIONS);
        longHeader[12] = (byte) 0xf0;
        byte[] longUdp = Bytes.udp(HELLO);
        longUdp[5] = 99;
        return List.of(
                Arguments.of(new byte[0], "ends at byte 0"),
                Arguments.of(new byte[] {0x55}, "no IP version 5"),
                Arguments.of(Bytes.ip4(6, shortHeader), "TCP header claims 16 bytes"),
                Arguments.of(Bytes.ip4(6, longHeader), "TCP header of 60 bytes is longer"),
                Arguments.of(Bytes.ip4(17, longUdp), "UDP length 99 is longer"),
                Arguments.of(Bytes.ip4(47, HELLO), "IP protocol 47"),
                Arguments.of(Bytes.ip6(0, new Bytes().hex("06ff").array()), "longer than"));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whatCannotBeDecodedSaysWhy(byte[] packet, String reason) {
        assertThat(((Undecoded) raw(packet).transport()).reason()).contains(reason);
    }

    private static Packet raw(byte... packet) {
        return Packet.decode(new Bytes().raw(packet).frame(LinkType.RAW));
    }
}

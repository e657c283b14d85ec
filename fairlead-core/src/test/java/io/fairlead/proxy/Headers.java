package io.fairlead.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.HexFormat;
import java.util.List;

/** Headers to try a reader with. */
final class Headers {
    static final String BEGIN = "0d0a0d0a000d0a515549540a";

    /** What HAProxy 2.6.12 sends to see whether a server is well. */
    static final String HEALTH = BEGIN + "2000000f030004889da1df2000050000000000";

    static final InetSocketAddress FOUR = new InetSocketAddress("192.0.2.7", 56_324);
    static final InetSocketAddress FOUR_AT = new InetSocketAddress("198.51.100.1", 443);
    static final InetSocketAddress SIX = new InetSocketAddress("2001:db8::7", 65_535);
    static final InetSocketAddress SIX_AT = new InetSocketAddress("2001:db8::1", 0);
    static final SocketAddress UNIX = UnixDomainSocketAddress.of("/run/client.sock");

    private Headers() {}

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    static byte[] line(String text) {
        return (text + "\r\n").getBytes(US_ASCII);
    }

    static byte[] two(String hexBehindBegin) {
        return hex(BEGIN + hexBehindBegin);
    }

    static List<byte[]> wellFormed() {
        return List.of(
                line("PROXY UNKNOWN"),
                line("PROXY UNKNOWN \r whatever\r else"),
                line("PROXY UNKNOWN ffff:f ffff:f 1 2"),
                line("PROXY TCP4 1.1.1.1 1.1.1.1 1 1"),
                line("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535"),
                line("PROXY TCP6 :: :: 0 0"),
                line("PROXY TCP6 2001:db8::7 ::ffff:192.0.2.1 1 2"),
                line(
                        "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                                + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535"),
                hex(HEALTH),
                two("20000000"),
                two("20ff0001ff"),
                two("21000000"),
                two("21000003010000"),
                two("2111000cc0000207c633640110920050"),
                two("2112000cc0000207c633640110920050"),
                two("21110010c0000207c633640110920050" + "040001ff"),
                ProxyHeader.of(2, SIX, SIX_AT).bytes(),
                ProxyHeader.of(2, UNIX, UNIX).bytes(),
                ProxyHeader.of(2, FOUR, FOUR_AT).with(0xEA, new byte[4_000]).bytes());
    }
}

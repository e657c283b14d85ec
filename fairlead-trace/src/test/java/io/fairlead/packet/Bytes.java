package io.fairlead.packet;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** Makes frames byte for byte, as a machine would put them on the wire. */
public final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** No bytes yet. */
    public Bytes() {}

    /** Adds an octet. */
    public Bytes u8(int value) {
        out.write(value);
        return this;
    }

    /** Adds two octets, the higher first. */
    public Bytes u16(int value) {
        return u8(value >> 8).u8(value);
    }

    /** Adds four octets, the highest first. */
    public Bytes u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    /** Adds octets, such as {@code 08 00}. */
    public Bytes hex(String text) {
        return raw(HexFormat.of().parseHex(text.replace(" ", "")));
    }

    /** Adds bytes as they are. */
    public Bytes raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Adds an address. */
    public Bytes address(String text) {
        try {
            return raw(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** All that was added. */
    public byte[] array() {
        return out.toByteArray();
    }

    /** A frame of these bytes, all of which were captured. */
    public CapturedFrame frame(LinkType link) {
        return new CapturedFrame(0, link, out.size(), Octets.of(array()), 0);
    }

    /** An IPv4 packet around {@code payload}, from 10.0.0.1 to 10.0.0.2. */
    public static byte[] ip4(int protocol, byte... payload) {
        return new Bytes()
                .u8(0x45)
                .u8(0)
                .u16(20 + payload.length)
                .u16(7)
                .u16(0)
                .u8(64)
                .u8(protocol)
                .u16(0)
                .address("10.0.0.1")
                .address("10.0.0.2")
                .raw(payload)
                .array();
    }

    /** An IPv6 packet around {@code payload}, from 2001:db8::1 to 2001:db8::2. */
    public static byte[] ip6(int next, byte... payload) {
        return new Bytes()
                .u32(0x60000000L)
                .u16(payload.length)
                .u8(next)
                .u8(64)
                .address("2001:db8::1")
                .address("2001:db8::2")
                .raw(payload)
                .array();
    }

    /** A UDP datagram from port 5000 to port 7. */
    public static byte[] udp(byte... payload) {
        return new Bytes().u16(5000).u16(7).u16(8 + payload.length).u16(0).raw(payload).array();
    }

    /** A TCP segment from port 5000 to port 7 with these options, padded by whoever calls. */
    public static byte[] tcp(byte[] options, byte... payload) {
        return new Bytes()
                .u16(5000)
                .u16(7)
                .u32(4_000_000_000L)
                .u32(17)
                .u8(((20 + options.length) / 4) << 4)
                .u8(0x18)
                .u16(512)
                .u32(0)
                .raw(options)
                .raw(payload)
                .array();
    }
}

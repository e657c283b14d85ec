package io.fairlead.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Twelve bytes that no other protocol begins with, what is said, its length, two addresses, and
 * values with their types: section 2.2 of the protocol.
 */
final class VersionTwo {
    static final byte[] BEGIN = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

    /** What is there before the addresses. */
    static final int FIXED_BYTES = 16;

    private static final int LOCAL = 0x20;
    private static final int FOR_CLIENT = 0x21;
    private static final int UNSPEC = 0x00;
    private static final int STREAM = 0x1;
    private static final int DATAGRAM = 0x2;
    private static final int INET = 0x1;
    private static final int INET6 = 0x2;
    private static final int UNIX = 0x3;
    private static final int UNIX_BYTES = 108;
    private static final int CHECKSUM = 0x03;
    private static final int PADDING = 0x04;
    private static final int LENGTH_AT = 14;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private VersionTwo() {}

    /** Two addresses of a header. */
    private record Ends(@Nullable SocketAddress source, @Nullable SocketAddress destination) {
        static final Ends UNKNOWN = new Ends(null, null);
    }

    // ---- writing ----

    static ProxyHeader local() {
        byte[] bytes = Arrays.copyOf(BEGIN, FIXED_BYTES);
        bytes[BEGIN.length] = LOCAL;
        return new ProxyHeader(bytes, true, null, null, Map.of());
    }

    static ProxyHeader header(
            @Nullable SocketAddress source,
            @Nullable SocketAddress destination,
            Map<Integer, byte[]> values) {
        ByteBuffer to = ByteBuffer.allocate(ProxyHeader.TWO_BYTES_MAX);
        to.put(BEGIN).put((byte) FOR_CLIENT).put((byte) UNSPEC).putShort((short) 0);
        Ends ends = new Ends(source, destination);
        if (source instanceof InetSocketAddress from
                && destination instanceof InetSocketAddress at) {
            putInet(to, from, at);
        } else if (source instanceof UnixDomainSocketAddress from
                && destination instanceof UnixDomainSocketAddress at) {
            to.put(FIXED_BYTES - 3, (byte) (UNIX << 4 | STREAM));
            to.put(path(from)).put(path(at));
        } else {
            ends = Ends.UNKNOWN;
        }
        values.forEach((type, value) -> put(to, type, value));
        to.putShort(LENGTH_AT, (short) (to.position() - FIXED_BYTES));
        byte[] bytes = Arrays.copyOf(to.array(), to.position());
        return new ProxyHeader(bytes, false, ends.source, ends.destination, values);
    }

    private static void putInet(ByteBuffer to, InetSocketAddress from, InetSocketAddress at) {
        boolean four = VersionOne.isFour(from) && VersionOne.isFour(at);
        to.put(FIXED_BYTES - 3, (byte) ((four ? INET : INET6) << 4 | STREAM));
        putAddress(to, from, four);
        putAddress(to, at, four);
        to.putShort((short) from.getPort()).putShort((short) at.getPort());
    }

    private static void putAddress(ByteBuffer to, InetSocketAddress address, boolean four) {
        boolean isMapped = !four && address.getAddress() instanceof Inet4Address;
        if (isMapped) to.put(MAPPED);
        to.put(address.getAddress().getAddress());
    }

    private static byte[] path(UnixDomainSocketAddress address) {
        return Arrays.copyOf(address.getPath().toString().getBytes(UTF_8), UNIX_BYTES);
    }

    private static void put(ByteBuffer to, int type, byte[] value) {
        if (type < 0 || type > 255)
            throw new IllegalArgumentException("no type of one byte: " + type);
        if (to.remaining() < 3 + value.length) {
            throw new IllegalArgumentException(
                    "a header longer than " + ProxyHeader.TWO_BYTES_MAX + " bytes");
        }
        to.put((byte) type).putShort((short) value.length).put(value);
    }

    // ---- reading ----

    /**
     * Bytes that the header still has.
     *
     * @throws ProxyHeaderException if it is longer than may be, or of no such version
     */
    static int missing(byte[] bytes, int size) throws ProxyHeaderException {
        if (size < FIXED_BYTES) return FIXED_BYTES - size;
        int said = bytes[BEGIN.length] & 255;
        if (said != LOCAL && said != FOR_CLIENT) {
            throw new ProxyHeaderException(
                    "the PROXY header has the version and command 0x%02x, which is neither 0x20 nor"
                                    .formatted(said)
                            + " 0x21");
        }
        int length = ByteBuffer.wrap(bytes).getShort(LENGTH_AT) & 0xFFFF;
        if (FIXED_BYTES + length <= ProxyHeader.TWO_BYTES_MAX) return FIXED_BYTES + length - size;
        throw new ProxyHeaderException(
                "the PROXY header has "
                        + (FIXED_BYTES + length)
                        + " bytes, and more than "
                        + ProxyHeader.TWO_BYTES_MAX
                        + " are not read; have the proxy say less");
    }

    static ProxyHeader read(byte[] bytes) throws ProxyHeaderException {
        if (bytes[BEGIN.length] == LOCAL) { // the rest is to be ignored, whatever it is
            return new ProxyHeader(bytes, true, null, null, Map.of());
        }
        ByteBuffer from = ByteBuffer.wrap(bytes).position(FIXED_BYTES);
        Ends ends = ends(bytes[BEGIN.length + 1] & 255, from);
        int begin = from.position();
        Map<Integer, byte[]> values = values(from);
        if (values == null) throw wrong("a value that is longer than what there is");
        checkSum(bytes, begin);
        return new ProxyHeader(bytes, false, ends.source, ends.destination, values);
    }

    private static Ends ends(int family, ByteBuffer from) throws ProxyHeaderException {
        if (family == UNSPEC) return Ends.UNKNOWN;
        int transport = family & 15;
        int bytes =
                switch (family >> 4) {
                    case INET -> 4;
                    case INET6 -> 16;
                    case UNIX -> UNIX_BYTES;
                    default -> 0;
                };
        if (bytes == 0 || (transport != STREAM && transport != DATAGRAM)) {
            throw wrong("the family 0x%02x, which does not exist".formatted(family));
        }
        int ports = bytes == UNIX_BYTES ? 0 : 2;
        if (from.remaining() < 2 * (bytes + ports)) throw wrong("no room for its addresses");
        byte[] source = take(from, bytes);
        byte[] destination = take(from, bytes);
        if (ports == 0) return new Ends(unix(source), unix(destination));
        return new Ends(inet(source, from.getShort()), inet(destination, from.getShort()));
    }

    private static byte[] take(ByteBuffer from, int count) {
        byte[] taken = new byte[count];
        from.get(taken);
        return taken;
    }

    private static SocketAddress inet(byte[] address, short port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port & 0xFFFF);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    /** One without a name in the file system, as most clients are, is that without any name. */
    private static SocketAddress unix(byte[] path) {
        int length = 0;
        while (length < path.length && path[length] != 0) length++;
        try {
            return UnixDomainSocketAddress.of(new String(path, 0, length, UTF_8));
        } catch (InvalidPathException e) { // this system has no such names
            return UnixDomainSocketAddress.of("");
        }
    }

    /** By their types; of several of one type the first. Null if one is cut off. */
    static @Nullable Map<Integer, byte[]> values(ByteBuffer from) {
        Map<Integer, byte[]> all = new TreeMap<>();
        while (from.hasRemaining()) {
            if (from.remaining() < 3) return null;
            int type = from.get() & 255;
            int length = from.getShort() & 0xFFFF;
            if (length > from.remaining()) return null;
            byte[] value = take(from, length);
            if (type != PADDING) all.putIfAbsent(type, value);
        }
        return all;
    }

    /** Of all bytes, with 0 in the place of the sum itself (RFC 4960 appendix B). */
    private static void checkSum(byte[] bytes, int valuesBegin) throws ProxyHeaderException {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        for (int at = valuesBegin; at < bytes.length; ) {
            int length = from.getShort(at + 1) & 0xFFFF;
            if (bytes[at] == CHECKSUM) {
                if (length != Integer.BYTES) throw wrong("a checksum of " + length + " bytes");
                if (from.getInt(at + 3) != sum(bytes, at + 3)) throw wrong("a wrong checksum");
            }
            at += 3 + length;
        }
    }

    private static int sum(byte[] bytes, int at) {
        byte[] cleared = bytes.clone();
        Arrays.fill(cleared, at, at + Integer.BYTES, (byte) 0);
        CRC32C sum = new CRC32C();
        sum.update(cleared);
        return (int) sum.getValue();
    }

    private static ProxyHeaderException wrong(String has) {
        return new ProxyHeaderException("the PROXY header has " + has);
    }
}

package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IPv6 address and port, struct sockaddr_in6 of ipv6(7).
 *
 * <pre>
 *   0           2         4             8         24            28
 *   |sin6_family|sin6_port|sin6_flowinfo|sin6_addr|sin6_scope_id|
 * </pre>
 *
 * @param high the first eight bytes of the address, the first byte highest
 * @param low the last eight bytes
 * @param port 0 to 65535
 * @param flowinfo as on the wire, in host byte order
 * @param scopeId the number of the interface for a link-local address, else 0
 */
public record SockaddrIn6(long high, long low, int port, int flowinfo, int scopeId)
        implements Sockaddr {
    public static final int BYTES = 28;
    static final int PORT = 2;
    static final int FLOWINFO = 4;
    static final int ADDRESS = 8;
    static final int SCOPE_ID = 24;
    private static final long MAPPED = 0xffffL << 32;
    private static final long MAPPED_MASK = 0xffff_ffff_0000_0000L;

    /** An address without flow and scope. */
    public SockaddrIn6(long high, long low, int port) {
        this(high, low, port, 0, 0);
    }

    /** ::ffff:a.b.c.d, as a dual-stack socket names an IPv4 peer. */
    public static SockaddrIn6 mapped(SockaddrIn plain) {
        return new SockaddrIn6(0, mapped(plain.address()), plain.port());
    }

    /** The second half of ::ffff:a.b.c.d; the first half is 0. */
    public static long mapped(int address) {
        return MAPPED | Integer.toUnsignedLong(address);
    }

    /** Whether this is an IPv4 address in IPv6 clothes. */
    public boolean isMapped() {
        return high == 0 && (low & MAPPED_MASK) == MAPPED;
    }

    /** The address of an {@link Inet6Address}, or the mapped one of an {@link Inet4Address}. */
    public static SockaddrIn6 of(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        if (host == null) {
            throw new IllegalArgumentException("not resolved: " + address);
        }
        ByteBuffer bytes = ByteBuffer.wrap(host.getAddress());
        if (host instanceof Inet6Address six) {
            return new SockaddrIn6(
                    bytes.getLong(), bytes.getLong(), address.getPort(), 0, six.getScopeId());
        }
        return mapped(new SockaddrIn(bytes.getInt(), address.getPort()));
    }

    @Override
    public int family() {
        return SocketConstants.AF_INET6;
    }

    @Override
    public int write(MemorySegment memory, long offset) {
        write(memory, offset, high, low, port);
        scopeId(memory, offset, scopeId);
        memory.set(NETWORK_INT, offset + FLOWINFO, flowinfo);
        return BYTES;
    }

    /** Writes a struct without a flow and a scope, without making an object. */
    public static void write(MemorySegment memory, long offset, long high, long low, int port) {
        memory.set(JAVA_SHORT_UNALIGNED, offset, (short) SocketConstants.AF_INET6);
        memory.set(NETWORK_SHORT, offset + PORT, (short) port);
        memory.set(NETWORK_INT, offset + FLOWINFO, 0);
        memory.set(NETWORK_LONG, offset + ADDRESS, high);
        memory.set(NETWORK_LONG, offset + ADDRESS + Long.BYTES, low);
        scopeId(memory, offset, 0);
    }

    /** Sets sin6_scope_id of the struct at {@code offset}. */
    public static void scopeId(MemorySegment memory, long offset, int scopeId) {
        memory.set(JAVA_INT_UNALIGNED, offset + SCOPE_ID, scopeId);
    }

    /** Reads a struct. */
    public static SockaddrIn6 read(MemorySegment memory, long offset) {
        return new SockaddrIn6(
                high(memory, offset),
                low(memory, offset),
                port(memory, offset),
                memory.get(NETWORK_INT, offset + FLOWINFO),
                scopeId(memory, offset));
    }

    /** The first half of sin6_addr of the struct at {@code offset}. */
    public static long high(MemorySegment memory, long offset) {
        return memory.get(NETWORK_LONG, offset + ADDRESS);
    }

    /** The second half of sin6_addr of the struct at {@code offset}. */
    public static long low(MemorySegment memory, long offset) {
        return memory.get(NETWORK_LONG, offset + ADDRESS + Long.BYTES);
    }

    /** sin6_port of the struct at {@code offset}, in host byte order. */
    public static int port(MemorySegment memory, long offset) {
        return Short.toUnsignedInt(memory.get(NETWORK_SHORT, offset + PORT));
    }

    /** sin6_scope_id of the struct at {@code offset}. */
    public static int scopeId(MemorySegment memory, long offset) {
        return memory.get(JAVA_INT_UNALIGNED, offset + SCOPE_ID);
    }

    /** The same as the JDK knows it: a mapped address becomes an {@link Inet4Address}. */
    public InetSocketAddress toInet() {
        byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        try {
            InetAddress host =
                    isMapped()
                            ? InetAddress.getByAddress(bytes)
                            : Inet6Address.getByAddress(null, bytes, scopeId == 0 ? -1 : scopeId);
            return new InetSocketAddress(host, port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}

package io.fairlead.server.datagram;

import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrIn6;
import io.fairlead.posix.SocketConstants;
import io.fairlead.server.access.AccessList;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;

/**
 * Where a datagram came from. A batch reads each of its datagrams' into one of these, to look a
 * peer up without making an object; a peer has a copy, which does not change.
 *
 * <p>IPv4 addresses are ::ffff:a.b.c.d, whatever the socket.
 */
final class DatagramSource {
    private static final long SEED = new SecureRandom().nextLong();
    private static final InetAddress BROADCAST = InetAddress.ofLiteral("255.255.255.255");

    private long high;
    private long low;
    private int port;
    private int scopeId;

    /** Port 0 cannot be answered; a broadcast or multicast source would have many answer. */
    static boolean isAnswerable(InetSocketAddress source) {
        InetAddress address = source.getAddress();
        return source.getPort() != 0 && !address.isMulticastAddress() && !address.equals(BROADCAST);
    }

    /** Reads the struct sockaddr_in or sockaddr_in6 at {@code offset}. */
    void read(MemorySegment names, long offset) {
        if (Sockaddr.family(names, offset) == SocketConstants.AF_INET) {
            high = 0;
            low = SockaddrIn6.mapped(SockaddrIn.address(names, offset));
            port = SockaddrIn.port(names, offset);
            scopeId = 0;
        } else {
            high = SockaddrIn6.high(names, offset);
            low = SockaddrIn6.low(names, offset);
            port = SockaddrIn6.port(names, offset);
            scopeId = SockaddrIn6.scopeId(names, offset);
        }
    }

    /** Reads what a channel of java.nio names; IPv4 is mapped as above. */
    void read(InetSocketAddress from) {
        SockaddrIn6 address = SockaddrIn6.of(from);
        high = address.high();
        low = address.low();
        port = address.port();
        scopeId = address.scopeId();
    }

    /** True if it may be served. */
    boolean isAdmitted(AccessList access) {
        return access.admits(high, low);
    }

    /** Writes the struct that a socket of the family wants, and returns its length in bytes. */
    int write(MemorySegment names, long offset, boolean ipv6) {
        if (ipv6) {
            SockaddrIn6.write(names, offset, high, low, port);
            SockaddrIn6.scopeId(names, offset, scopeId);
            return SockaddrIn6.BYTES;
        }
        SockaddrIn.write(names, offset, (int) low, port);
        return SockaddrIn.BYTES;
    }

    DatagramSource copy() {
        DatagramSource copy = new DatagramSource();
        copy.high = high;
        copy.low = low;
        copy.port = port;
        copy.scopeId = scopeId;
        return copy;
    }

    InetSocketAddress toInet() {
        return new SockaddrIn6(high, low, port, 0, scopeId).toInet();
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof DatagramSource other
                && low == other.low
                && port == other.port
                && high == other.high
                && scopeId == other.scopeId;
    }

    /**
     * Spreads what differs between sources over all bits, from a number that nobody outside knows:
     * who can choose addresses cannot choose those that fall together.
     */
    @Override
    public int hashCode() {
        long mixed = mix(SEED ^ high);
        mixed = mix(mixed ^ low);
        return Long.hashCode(mix(mixed ^ ((long) port << Integer.SIZE | scopeId)));
    }

    private static long mix(long bits) {
        long product = bits * 0x9e37_79b9_7f4a_7c15L;
        return product ^ product >>> Integer.SIZE;
    }

    @Override
    public String toString() {
        return toInet().toString();
    }
}

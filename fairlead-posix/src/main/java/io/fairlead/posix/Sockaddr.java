package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteOrder;

/**
 * A socket's address, struct sockaddr of sockaddr(3type): what to write where C wants one, and what
 * was read where C gave one. Immutable.
 */
public sealed interface Sockaddr
        permits SockaddrIn, SockaddrIn6, SockaddrUn, SockaddrLl, Sockaddr.Other {
    /** Memory for any address, sizeof(struct sockaddr_storage). */
    int BYTES_MAX = 128;

    /** sizeof(sa_family_t), which begins each address. */
    int FAMILY_BYTES = 2;

    /** Ports travel in network byte order. */
    ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /** IPv4 addresses travel in network byte order. */
    ValueLayout.OfInt NETWORK_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /** IPv6 addresses are kept as two numbers, the first of which has the first eight bytes. */
    ValueLayout.OfLong NETWORK_LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /** One of the AF_ numbers. */
    int family();

    /** Writes the struct at {@code offset}, and returns its length in bytes (socklen_t). */
    int write(MemorySegment memory, long offset);

    /** The address in Java's own terms, a Unix one as {@link SockaddrUn#toPath}. */
    default SocketAddress toSocketAddress() {
        return switch (this) {
            case SockaddrIn inet -> inet.toInet();
            case SockaddrIn6 inet -> inet.toInet();
            case SockaddrUn unix -> unix.toPath();
            case SockaddrLl _, Other _ -> UnixDomainSocketAddress.of("");
        };
    }

    /** Reads the struct of {@code length} bytes at {@code offset}; a length of 0 is no address. */
    static Sockaddr read(MemorySegment memory, long offset, int length) {
        int family = length < FAMILY_BYTES ? SocketConstants.AF_UNSPEC : family(memory, offset);
        return switch (family) {
            case SocketConstants.AF_INET -> SockaddrIn.read(memory, offset);
            case SocketConstants.AF_INET6 -> SockaddrIn6.read(memory, offset);
            case SocketConstants.AF_UNIX -> SockaddrUn.read(memory, offset, length);
            case SocketConstants.AF_PACKET -> SockaddrLl.read(memory, offset);
            default -> new Other(family);
        };
    }

    /** The family of the struct at {@code offset}, without making an object. */
    static int family(MemorySegment memory, long offset) {
        return Short.toUnsignedInt(memory.get(JAVA_SHORT_UNALIGNED, offset));
    }

    /** An address of a family that Fairlead does not know, or no address (AF_UNSPEC). */
    record Other(int family) implements Sockaddr {
        @Override
        public int write(MemorySegment memory, long offset) {
            memory.set(JAVA_SHORT_UNALIGNED, offset, (short) family);
            return FAMILY_BYTES;
        }
    }
}

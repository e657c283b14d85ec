package io.fairlead.server.site;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that one machine usually has all of: one of IPv4, or the 2^64 of a network of IPv6 (RFC
 * 4291 section 2.5.4). Immutable.
 *
 * @param bits the address, or the upper half of it
 * @param isSix whether it is of IPv6
 */
record SourceNetwork(long bits, boolean isSix) {
    /** That of {@code address}; null if it has none, as that of a Unix-domain socket. */
    static @Nullable SourceNetwork of(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) return null;
        ByteBuffer bytes = ByteBuffer.wrap(inet.getAddress().getAddress());
        boolean six = inet.getAddress() instanceof Inet6Address;
        return new SourceNetwork(six ? bytes.getLong() : bytes.getInt(), six);
    }
}

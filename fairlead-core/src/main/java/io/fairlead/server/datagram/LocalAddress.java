package io.fairlead.server.datagram;

import io.fairlead.posix.SockaddrIn6;
import io.fairlead.posix.message.Cmsg;
import java.net.InetSocketAddress;

/**
 * The address of this machine that a datagram came to, which its answer is to come from. Immutable.
 *
 * @param high as in {@link SockaddrIn6}; an IPv4 address is ::ffff:a.b.c.d
 * @param low as in {@link SockaddrIn6}
 */
record LocalAddress(long high, long low) {
    boolean isAt(long otherHigh, long otherLow) {
        return high == otherHigh && low == otherLow;
    }

    /** Puts the message that has a datagram sent from here: IP_PKTINFO, or IPV6_PKTINFO. */
    void put(Cmsg control, boolean ipv6) {
        // No interface: the route to the peer tells it, or the peer's own address where that has
        // one. The way in need not be the way out.
        if (ipv6) {
            control.putPktinfo6(high, low, 0);
        } else {
            control.putPktinfo((int) low, 0);
        }
    }

    InetSocketAddress toInet(int port) {
        return new SockaddrIn6(high, low, port).toInet();
    }
}

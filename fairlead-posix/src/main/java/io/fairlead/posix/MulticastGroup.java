package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Membership in a multicast group: the value of IP_ADD_MEMBERSHIP (struct ip_mreqn, ip(7)) and
 * IPV6_JOIN_GROUP (struct ipv6_mreq, ipv6(7)).
 *
 * <pre>
 *   ip_mreqn    0             4           8           12
 *               |imr_multiaddr|imr_address|imr_ifindex|
 *   ipv6_mreq   0                   16               20
 *               | ipv6mr_multiaddr  | ipv6mr_ifindex |
 * </pre>
 */
public final class MulticastGroup {
    static final int IP_MREQN_BYTES = 12;
    static final int IP_MREQN_IFINDEX = 8;
    static final int IPV6_MREQ_BYTES = 20;
    static final int IPV6_MREQ_IFINDEX = 16;

    private MulticastGroup() {}

    /**
     * setsockopt(2): has the socket get what comes to {@code group} by an interface, and nothing of
     * groups that others have joined (IP_MULTICAST_ALL); 0 or {@code -errno}.
     *
     * @param interfaceIndex as if_nametoindex(3) says it
     */
    public static int join(SocketCalls sockets, int fd, SockaddrIn group, int interfaceIndex) {
        int level = InetConstants.IPPROTO_IP;
        sockets.setsockopt(fd, level, InetConstants.IP_MULTICAST_ALL, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(IP_MREQN_BYTES, Integer.BYTES);
            memory.set(Sockaddr.NETWORK_INT, 0, group.address());
            memory.set(JAVA_INT, IP_MREQN_IFINDEX, interfaceIndex);
            return sockets.setsockopt(fd, level, InetConstants.IP_ADD_MEMBERSHIP, memory);
        }
    }

    /** The same for an IPv6 group. */
    public static int join(SocketCalls sockets, int fd, SockaddrIn6 group, int interfaceIndex) {
        int level = InetConstants.IPPROTO_IPV6;
        sockets.setsockopt(fd, level, InetConstants.IPV6_MULTICAST_ALL, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(IPV6_MREQ_BYTES, Integer.BYTES);
            memory.set(Sockaddr.NETWORK_LONG, 0, group.high());
            memory.set(Sockaddr.NETWORK_LONG, Long.BYTES, group.low());
            memory.set(JAVA_INT, IPV6_MREQ_IFINDEX, interfaceIndex);
            return sockets.setsockopt(fd, level, InetConstants.IPV6_JOIN_GROUP, memory);
        }
    }
}

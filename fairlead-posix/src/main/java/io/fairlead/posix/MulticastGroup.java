package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Membership in a multicast group: the value of IP_ADD_MEMBERSHIP (struct ip_mreqn, ip(7)) and
 * IPV6_JOIN_GROUP (struct ipv6_mreq, ipv6(7)), and for one source of a group that of
 * MCAST_JOIN_SOURCE_GROUP (struct group_source_req, RFC 3678 section 5.1). Calls return 0 or {@code
 * -errno}; an interface is numbered as if_nametoindex(3) does.
 *
 * <pre>
 *   ip_mreqn          0             4           8           12
 *                     |imr_multiaddr|imr_address|imr_ifindex|
 *   ipv6_mreq         0                   16               20
 *                     | ipv6mr_multiaddr  | ipv6mr_ifindex |
 *   group_source_req  0             8           136          264
 *                     |gsr_interface| gsr_group | gsr_source |
 * </pre>
 */
public final class MulticastGroup {
    static final int IP_MREQN_BYTES = 12;
    static final int IP_MREQN_IFINDEX = 8;
    static final int IPV6_MREQ_BYTES = 20;
    static final int IPV6_MREQ_IFINDEX = 16;
    static final int GROUP_SOURCE_REQ_BYTES = 264;
    static final int GROUP_SOURCE_REQ_GROUP = 8;
    static final int GROUP_SOURCE_REQ_SOURCE = 136;

    private MulticastGroup() {}

    /**
     * setsockopt(2): has the socket get only what comes to groups that it has joined itself
     * (IP_MULTICAST_ALL, IPV6_MULTICAST_ALL). What the socket's family lacks is passed over, as is
     * an IPv6 kernel before 4.20.
     */
    public static void hearOnlyJoined(SocketCalls sockets, int fd) {
        sockets.setsockopt(fd, InetConstants.IPPROTO_IP, InetConstants.IP_MULTICAST_ALL, 0);
        sockets.setsockopt(fd, InetConstants.IPPROTO_IPV6, InetConstants.IPV6_MULTICAST_ALL, 0);
    }

    /** setsockopt(2): has the socket get what comes to {@code group} by an interface. */
    public static int join(SocketCalls sockets, int fd, SockaddrIn group, int interfaceIndex) {
        return set(sockets, fd, InetConstants.IP_ADD_MEMBERSHIP, group, interfaceIndex);
    }

    /** The same for an IPv6 group. */
    public static int join(SocketCalls sockets, int fd, SockaddrIn6 group, int interfaceIndex) {
        return set(sockets, fd, InetConstants.IPV6_JOIN_GROUP, group, interfaceIndex);
    }

    /** setsockopt(2): ends what {@link #join} began. */
    public static int leave(SocketCalls sockets, int fd, SockaddrIn group, int interfaceIndex) {
        return set(sockets, fd, InetConstants.IP_DROP_MEMBERSHIP, group, interfaceIndex);
    }

    /** The same for an IPv6 group. */
    public static int leave(SocketCalls sockets, int fd, SockaddrIn6 group, int interfaceIndex) {
        return set(sockets, fd, InetConstants.IPV6_LEAVE_GROUP, group, interfaceIndex);
    }

    private static int set(
            SocketCalls sockets, int fd, int option, SockaddrIn group, int interfaceIndex) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = ipMreqn(arena, group.address(), interfaceIndex);
            return sockets.setsockopt(fd, InetConstants.IPPROTO_IP, option, memory);
        }
    }

    private static MemorySegment ipMreqn(Arena arena, int address, int interfaceIndex) {
        MemorySegment memory = arena.allocate(IP_MREQN_BYTES, Integer.BYTES);
        memory.set(Sockaddr.NETWORK_INT, 0, address);
        memory.set(JAVA_INT, IP_MREQN_IFINDEX, interfaceIndex);
        return memory;
    }

    private static int set(
            SocketCalls sockets, int fd, int option, SockaddrIn6 group, int interfaceIndex) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(IPV6_MREQ_BYTES, Integer.BYTES);
            memory.set(Sockaddr.NETWORK_LONG, 0, group.high());
            memory.set(Sockaddr.NETWORK_LONG, Long.BYTES, group.low());
            memory.set(JAVA_INT, IPV6_MREQ_IFINDEX, interfaceIndex);
            return sockets.setsockopt(fd, InetConstants.IPPROTO_IPV6, option, memory);
        }
    }

    /**
     * setsockopt(2): has the socket get what one source sends to {@code group}, by an interface.
     *
     * @param source of the group's family
     */
    public static int joinSource(
            SocketCalls sockets, int fd, Sockaddr group, Sockaddr source, int interfaceIndex) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = groupSourceReq(arena, group, source, interfaceIndex);
            int option = InetConstants.MCAST_JOIN_SOURCE_GROUP;
            return sockets.setsockopt(fd, levelOf(group), option, memory);
        }
    }

    /** setsockopt(2): ends what {@link #joinSource} began. */
    public static int leaveSource(
            SocketCalls sockets, int fd, Sockaddr group, Sockaddr source, int interfaceIndex) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = groupSourceReq(arena, group, source, interfaceIndex);
            int option = InetConstants.MCAST_LEAVE_SOURCE_GROUP;
            return sockets.setsockopt(fd, levelOf(group), option, memory);
        }
    }

    private static int levelOf(Sockaddr group) {
        return group.family() == SocketConstants.AF_INET6
                ? InetConstants.IPPROTO_IPV6
                : InetConstants.IPPROTO_IP;
    }

    private static MemorySegment groupSourceReq(
            Arena arena, Sockaddr group, Sockaddr source, int interfaceIndex) {
        MemorySegment memory = arena.allocate(GROUP_SOURCE_REQ_BYTES, Long.BYTES);
        memory.set(JAVA_INT, 0, interfaceIndex);
        group.write(memory, GROUP_SOURCE_REQ_GROUP);
        source.write(memory, GROUP_SOURCE_REQ_SOURCE);
        return memory;
    }

    /** setsockopt(2): has what is sent to IPv4 groups leave by an interface (IP_MULTICAST_IF). */
    public static int sendBy(SocketCalls sockets, int fd, int interfaceIndex) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = ipMreqn(arena, SockaddrIn.INADDR_ANY, interfaceIndex);
            int option = InetConstants.IP_MULTICAST_IF;
            return sockets.setsockopt(fd, InetConstants.IPPROTO_IP, option, memory);
        }
    }
}

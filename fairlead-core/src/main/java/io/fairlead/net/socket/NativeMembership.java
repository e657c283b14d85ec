package io.fairlead.net.socket;

import static io.fairlead.posix.InetConstants.IPPROTO_IP;
import static io.fairlead.posix.InetConstants.IPPROTO_IPV6;
import static io.fairlead.posix.InetConstants.IPV6_MULTICAST_HOPS;
import static io.fairlead.posix.InetConstants.IPV6_MULTICAST_IF;
import static io.fairlead.posix.InetConstants.IPV6_MULTICAST_LOOP;
import static io.fairlead.posix.InetConstants.IP_MULTICAST_LOOP;
import static io.fairlead.posix.InetConstants.IP_MULTICAST_TTL;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_BROADCAST;

import io.fairlead.net.DatagramOptions;
import io.fairlead.net.NetException;
import io.fairlead.posix.MulticastGroup;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrIn6;
import io.fairlead.posix.SocketCalls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import org.jspecify.annotations.Nullable;

/**
 * One group that a descriptor joins at an interface: calls that return 0 or {@code -errno}. For one
 * thread at a time.
 */
final class NativeMembership {
    private final SocketCalls calls;
    private final int fd;
    private final Sockaddr group;
    private final @Nullable Sockaddr source;
    private final int interfaceIndex;

    NativeMembership(
            SocketCalls calls,
            int fd,
            InetAddress group,
            @Nullable InetAddress source,
            NetworkInterface at) {
        this.calls = calls;
        this.fd = fd;
        this.group = sockaddr(group);
        this.source = source == null ? null : sockaddr(source);
        interfaceIndex = at.getIndex();
    }

    private static Sockaddr sockaddr(InetAddress address) {
        return NativeOpening.sockaddr(new InetSocketAddress(address, 0));
    }

    int join() {
        if (source != null) {
            return MulticastGroup.joinSource(calls, fd, group, source, interfaceIndex);
        }
        return group instanceof SockaddrIn6 six
                ? MulticastGroup.join(calls, fd, six, interfaceIndex)
                : MulticastGroup.join(calls, fd, (SockaddrIn) group, interfaceIndex);
    }

    int leave() {
        if (source != null) {
            return MulticastGroup.leaveSource(calls, fd, group, source, interfaceIndex);
        }
        return group instanceof SockaddrIn6 six
                ? MulticastGroup.leave(calls, fd, six, interfaceIndex)
                : MulticastGroup.leave(calls, fd, (SockaddrIn) group, interfaceIndex);
    }

    /**
     * Sets how datagrams to many leave, and that those of other people's groups do not come. An
     * IPv6 socket may be one for both families: then IPv4 has values of its own.
     *
     * @param by the interface by which they leave; null for the system's choice
     */
    static void configure(
            NativeOpening opening,
            DatagramOptions options,
            @Nullable NetworkInterface by,
            boolean ipv6)
            throws NetException {
        opening.hearOnlyJoined();
        int ttl = options.multicastTtl();
        int loop = options.multicastLoop() ? 1 : 0;
        opening.option(IPPROTO_IP, IP_MULTICAST_TTL, ttl);
        opening.option(IPPROTO_IP, IP_MULTICAST_LOOP, loop);
        if (ipv6) {
            opening.option(IPPROTO_IPV6, IPV6_MULTICAST_HOPS, ttl);
            opening.option(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, loop);
        }
        if (options.broadcast()) opening.option(SOL_SOCKET, SO_BROADCAST, 1);
        if (by == null) return;
        if (ipv6) opening.option(IPPROTO_IPV6, IPV6_MULTICAST_IF, by.getIndex());
        opening.multicastInterface(by.getIndex());
    }
}

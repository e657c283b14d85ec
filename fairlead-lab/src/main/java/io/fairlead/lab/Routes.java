package io.fairlead.lab;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.network.Rtmsg;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Changes the routes of a network of the lab's own, which go with it. For the thread of its {@link
 * Side}, which shows each change as the command of ip-route(8) that does the same.
 */
public final class Routes {
    private static final int PREFIX = 24;

    private final Side side;

    public Routes(Side side) {
        this.side = side;
    }

    /** To these 256 addresses there is no way: EHOSTUNREACH. */
    public int unreachable(String network) {
        return add("unreachable", Rtmsg.RTN_UNREACHABLE, network);
    }

    /** To these 256 addresses nobody may send: EACCES. */
    public int prohibit(String network) {
        return add("prohibit", Rtmsg.RTN_PROHIBIT, network);
    }

    private int add(String word, int type, String network) {
        Posix posix = new Posix();
        SocketCalls sockets = new SocketCalls(posix);
        int raw = SocketConstants.SOCK_RAW | SocketConstants.SOCK_CLOEXEC;
        int fd = sockets.socket(SocketConstants.AF_NETLINK, raw, Rtmsg.NETLINK_ROUTE);
        int result = fd;
        if (fd >= 0) {
            int address = ByteBuffer.wrap(InetAddress.ofLiteral(network).getAddress()).getInt();
            result = Rtmsg.add(sockets, fd, type, address, PREFIX);
            new Descriptors(posix).close(fd);
        }
        return side.show(
                String.format(Locale.ROOT, "ip route add %s %s/%d", word, network, PREFIX), result);
    }
}

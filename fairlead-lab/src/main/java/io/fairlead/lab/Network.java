package io.fairlead.lab;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.network.Ifreq;
import java.io.IOException;

/**
 * Where labs run. Immutable.
 *
 * @param alone whether no other process is in it, so that each port is free: a network namespace,
 *     network_namespaces(7)
 */
public record Network(boolean alone) {
    /** This machine's loopback, which others use, too. */
    public static Network shared() {
        return new Network(false);
    }

    /**
     * The network namespace that this process was started in: raises its loopback, which is down in
     * a new one.
     *
     * @throws IOException if that is not allowed
     */
    public static Network own() throws IOException {
        Posix posix = new Posix();
        int type = SocketConstants.SOCK_DGRAM | SocketConstants.SOCK_CLOEXEC;
        int fd = new SocketCalls(posix).socket(SocketConstants.AF_INET, type, 0);
        require("socket(AF_INET)", fd);
        try {
            Ifreq loopback = new Ifreq(posix, "lo");
            require("ioctl(SIOCGIFFLAGS, lo)", loopback.ioctl(fd, Ifreq.SIOCGIFFLAGS));
            loopback.flags(loopback.flags() | Ifreq.IFF_UP);
            require("ioctl(SIOCSIFFLAGS, lo)", loopback.ioctl(fd, Ifreq.SIOCSIFFLAGS));
        } finally {
            new Descriptors(posix).close(fd);
        }
        return new Network(true);
    }

    private static void require(String call, int result) throws IOException {
        if (result < 0) throw new IOException(Errno.describe(call, -result));
    }

    /** The port to bind: the one that is wanted, or 0, any that is free, among others. */
    public int port(int wanted) {
        return alone ? wanted : 0;
    }
}

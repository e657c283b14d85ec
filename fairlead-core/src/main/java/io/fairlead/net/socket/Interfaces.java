package io.fairlead.net.socket;

import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.Membership;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The network interfaces of this machine, by name and by what a multicast group needs. */
final class Interfaces {
    private static final int DISCARD_PORT = 9; // nothing is sent there

    private Interfaces() {}

    /**
     * The interface of a zone, which is its name or its number.
     *
     * @throws NetException if there is none, with the names of those that there are
     */
    static NetworkInterface named(String call, Endpoint endpoint, String zone) throws NetException {
        try {
            NetworkInterface found =
                    zone.matches("[0-9]{1,9}")
                            ? NetworkInterface.getByIndex(Integer.parseInt(zone))
                            : NetworkInterface.getByName(zone);
            if (found != null) return found;
        } catch (SocketException e) {
            throw NetException.of(call, endpoint, e);
        }
        throw new NetException(
                call,
                endpoint,
                "ENODEV",
                "there is no network interface %s; this machine has %s".formatted(zone, names()),
                null);
    }

    /**
     * Where to join a multicast group, or to send to it: at the interface that is named, or that
     * the system's route to the group does.
     *
     * @throws NetException if there is none, or it has no multicast; says which there are
     */
    static NetworkInterface of(String call, Endpoint endpoint, Membership membership)
            throws NetException {
        String zone = membership.networkInterface();
        if (zone.isEmpty()) return ofRoute(call, endpoint, membership);
        NetworkInterface named = named(call, endpoint, zone);
        if (hasMulticast(named)) return named;
        throw new NetException(
                call,
                endpoint,
                "ENODEV",
                "the network interface %s cannot do multicast; use another of %s"
                        .formatted(zone, names()),
                null);
    }

    /**
     * By which interface to send to groups: the one that is asked for, or that of the first group
     * that is joined; null for the system's choice.
     */
    static @Nullable NetworkInterface toSendBy(
            String call, Endpoint endpoint, DatagramOptions options, List<Membership> joined)
            throws NetException {
        String asked = options.multicastInterface();
        if (!asked.isEmpty()) return named(call, endpoint, asked);
        return joined.isEmpty() ? null : of(call, endpoint, joined.getFirst());
    }

    private static NetworkInterface ofRoute(String call, Endpoint endpoint, Membership membership)
            throws NetException {
        NetworkInterface found = null;
        InetSocketAddress target = new InetSocketAddress(membership.group(), DISCARD_PORT);
        try (DatagramChannel asking = DatagramChannel.open(Sockets.family(target))) {
            InetSocketAddress local = (InetSocketAddress) asking.connect(target).getLocalAddress();
            found = NetworkInterface.getByInetAddress(local.getAddress());
        } catch (IOException e) {
            throw unrouted(call, endpoint, membership, e);
        }
        if (found == null) throw unrouted(call, endpoint, membership, null);
        return found;
    }

    private static NetException unrouted(
            String call, Endpoint endpoint, Membership membership, @Nullable IOException cause) {
        return new NetException(
                call,
                endpoint,
                "ENODEV",
                "no route names a network interface for that group; name it, as in "
                        + example(endpoint, membership)
                        + "; this machine has "
                        + names(),
                cause);
    }

    private static String example(Endpoint endpoint, Membership membership) {
        if (!endpoint.isMulticast()) return membership + "%eth0";
        String host = endpoint.host();
        String named = host.indexOf(':') < 0 ? host + "%eth0" : "[" + host + "%eth0]";
        return "udp://" + named + ":" + endpoint.port();
    }

    /** Loopback does without the flag: a group is there for the programs of this machine. */
    private static boolean hasMulticast(NetworkInterface candidate) {
        try {
            return candidate.supportsMulticast() || candidate.isLoopback();
        } catch (SocketException goneMeanwhile) {
            return false;
        }
    }

    private static String names() {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.filter(Interfaces::hasMulticast)
                    .map(NetworkInterface::getName)
                    .collect(Collectors.joining(", "));
        } catch (SocketException e) {
            return "none that can be listed";
        }
    }
}

package io.fairlead.net.socket;

import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.Membership;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The multicast groups that one socket has joined. Safe for any thread. */
final class Memberships {
    /** The call that a {@link NetException} names: setsockopt(2) has many meanings. */
    static final String JOIN = "join";

    private final Endpoint endpoint;
    private final boolean sharesPort;
    private final Door door;
    private final Map<Membership, Leaving> joined = new HashMap<>(); // guarded by this

    /** How the socket joins a group. */
    @FunctionalInterface
    interface Door {
        Leaving join(InetAddress group, NetworkInterface at, @Nullable InetAddress source)
                throws IOException;
    }

    /** How it leaves that one again. */
    @FunctionalInterface
    interface Leaving {
        void leave() throws IOException;
    }

    /**
     * None yet.
     *
     * @param endpoint what the socket is bound to
     * @param sharesPort whether other sockets of ours are bound to it
     */
    Memberships(Endpoint endpoint, boolean sharesPort, Door door) {
        this.endpoint = endpoint;
        this.sharesPort = sharesPort;
        this.door = door;
    }

    /** What a socket joins when it opens: the group that it is bound to, and those asked for. */
    static List<Membership> wanted(Endpoint endpoint, InetAddress bound, DatagramOptions options) {
        List<Membership> asked = options.memberships();
        if (!bound.isMulticastAddress()) return asked;
        Membership own = ofGroup(endpoint, bound);
        boolean replaced = asked.stream().anyMatch(one -> isInPlaceOf(own, one));
        return replaced ? asked : Stream.concat(Stream.of(own), asked.stream()).toList();
    }

    /** The group that an endpoint names, where it names it. */
    static Membership ofGroup(Endpoint endpoint, InetAddress group) {
        int percent = endpoint.host().indexOf('%');
        String zone = percent < 0 ? "" : endpoint.host().substring(percent + 1);
        return new Membership(group, zone, null);
    }

    private static boolean isInPlaceOf(Membership own, Membership asked) {
        String where = own.networkInterface();
        return asked.group().equals(own.group())
                && (where.isEmpty() || where.equals(asked.networkInterface()));
    }

    void join(List<Membership> memberships) throws NetException {
        for (Membership one : memberships) join(one);
    }

    /** See {@link BoundDatagrams#join}. */
    synchronized void join(Membership membership) throws NetException {
        if (joined.containsKey(membership)) return;
        if (sharesPort) throw BoundDatagrams.notSpread(endpoint);
        membership.requireHeardAt(endpoint);
        NetworkInterface at = Interfaces.of(JOIN, endpoint, membership);
        try {
            joined.put(membership, door.join(membership.group(), at, membership.source()));
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw failed(membership, at, e);
        }
    }

    private NetException failed(Membership membership, NetworkInterface at, Exception cause) {
        NetException failure = NetException.of(JOIN, endpoint, cause);
        if (failure.errno().equals("ENOBUFS")) {
            return failed(
                    "ENOBUFS",
                    "the socket cannot join "
                            + membership
                            + " beside the groups it has joined; join fewer, or raise sysctl"
                            + " net.ipv4.igmp_max_memberships",
                    cause);
        }
        if (cause instanceof IllegalStateException || failure.errno().equals("EINVAL")) {
            return failed(
                    "EINVAL",
                    "the socket has joined that group at %s for anybody, or for some sources only;"
                                    .formatted(at.getName())
                            + " it can do one of both",
                    cause);
        }
        if (!(cause instanceof IllegalArgumentException)) return failure;
        return failed(
                "EADDRNOTAVAIL",
                "the network interface %s has no address of the group's family; give it one"
                        .formatted(at.getName()),
                cause);
    }

    private NetException failed(String errno, String sentence, Exception cause) {
        return new NetException(JOIN, endpoint, errno, sentence, cause);
    }

    /** See {@link BoundDatagrams#leave}. */
    synchronized void leave(Membership membership) throws NetException {
        Leaving leaving = joined.remove(membership);
        if (leaving == null) return;
        try {
            leaving.leave();
        } catch (IOException e) {
            throw NetException.of("leave", endpoint, e);
        }
    }
}

package io.fairlead.lab.experiment.datagram;

import io.fairlead.lab.DatagramSide;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Inet;
import io.fairlead.posix.InetConstants;
import io.fairlead.posix.MulticastGroup;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SocketConstants;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/** One datagram for many receivers: IP_ADD_MEMBERSHIP of ip(7), RFC 1112. */
public final class Multicast implements Lab {
    /** Of the addresses that an organisation may use as it likes, RFC 2365. */
    private static final String GROUP = "239.192.7.7";

    private static final int GROUP_NUMBER = 0xefc00707;
    private static final int BYTES = 64;

    @Override
    public String name() {
        return "multicast";
    }

    @Override
    public String summary() {
        return "one datagram for a group: who joins gets it, and on Linux some who do not";
    }

    @Override
    public String expectation() {
        return "A group is an address from 224.0.0.0 to 239.255.255.255. Who joins it gets each"
                + " datagram that is sent to it, and the sender sends once. Joining is a matter of"
                + " the receiver's kernel and its routers: the sender does not know who listens."
                + " On Linux a socket that has not joined may hear it, too.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        lab.say(
                "Two receivers bind the address of the group (so they hear nothing else), and join"
                        + " it. SO_REUSEADDR lets both have the port.");
        Fd ada = bound(lab, server, "ada", GROUP, lab.network().port(7007));
        int port = Objects.requireNonNull(ada.local()).getPort();
        Fd bob = bound(lab, server, "bob", GROUP, port);
        lab.check("ada joins", 0, join(server, ada));
        lab.check("bob joins", 0, join(server, bob));
        lab.say("A third has the same port at any address, and does not join.");
        Fd eve = bound(lab, server, "eve", "0.0.0.0", port);
        Side client = lab.side("client");
        Fd sender = sender(lab, client);
        once(lab, client, server, sender, new Group(ada, bob, eve));
        alone(lab, client, server, sender, new Group(ada, bob, eve));
        lab.say(
                "A time to live of 1 keeps datagrams in the local network; a larger one"
                        + " (IP_MULTICAST_TTL) needs routers that know the group. Broadcast goes to"
                        + " all machines of one network, wanted or not: see the lab unreachable."
                        + " Fairlead joins by itself: `fairlead serve echo=udp://"
                        + GROUP
                        + ":7007`.");
    }

    private record Group(Fd ada, Fd bob, Fd eve) {}

    private static Fd bound(Experiment lab, Side server, String named, String address, int port) {
        Fd fd = new DatagramSide(server).socket(named);
        server.reuseAddress(fd);
        InetSocketAddress at = new InetSocketAddress(InetAddress.ofLiteral(address), port);
        lab.check("bind succeeds", 0, server.bind(fd, at));
        return fd;
    }

    private static int join(Side server, Fd fd) {
        int loopback = new Inet(new Posix()).ifNametoindex("lo");
        SockaddrIn group = new SockaddrIn(GROUP_NUMBER, 0);
        int result = MulticastGroup.join(server.sockets(), fd.number(), group, loopback);
        String membership = "{" + GROUP + ", interface lo}";
        return server.show(
                "setsockopt(%s, IPPROTO_IP, IP_ADD_MEMBERSHIP, %s)".formatted(fd, membership),
                result);
    }

    private static Fd sender(Experiment lab, Side client) {
        lab.say("The sender says by which interface it sends. It joins nothing.");
        Fd sender = new DatagramSide(client).socket("sender");
        int loopback = Inet.htonl(SockaddrIn.INADDR_LOOPBACK);
        int result = setsockopt(client, sender, InetConstants.IP_MULTICAST_IF, loopback);
        client.show("setsockopt(sender, IPPROTO_IP, IP_MULTICAST_IF, 127.0.0.1)", result);
        int level = InetConstants.IPPROTO_IP;
        int option = InetConstants.IP_MULTICAST_TTL;
        int ttl = client.sockets().getsockopt(sender.number(), level, option);
        client.show("getsockopt(sender, IPPROTO_IP, IP_MULTICAST_TTL)", ttl);
        lab.check("the time to live is 1: no router passes it on", 1, ttl);
        return sender;
    }

    private static int setsockopt(Side side, Fd fd, int option, int value) {
        int level = InetConstants.IPPROTO_IP;
        return side.sockets().setsockopt(fd.number(), level, option, value);
    }

    private static void once(Experiment lab, Side client, Side server, Fd sender, Group group)
            throws IOException {
        DatagramSide receives = new DatagramSide(server);
        lab.ask("One datagram is sent to the group. Who gets it, and how many packets go?");
        new DatagramSide(client).sendto(sender, "news", group.ada);
        lab.checkPackets("one packet went", "client UDP");
        lab.check("ada gets it", "news", receives.recv(group.ada, BYTES, 0).text());
        lab.check("bob gets it", "news", receives.recv(group.bob, BYTES, 0).text());
        lab.check(
                "eve gets it, too, as others of this machine have joined (IP_MULTICAST_ALL)",
                "news",
                receives.recv(group.eve, BYTES, 0).text());
    }

    private static void alone(Experiment lab, Side client, Side server, Fd sender, Group group)
            throws IOException {
        DatagramSide receives = new DatagramSide(server);
        lab.say("Without IP_MULTICAST_ALL eve hears her own groups alone. And bob leaves.");
        int result = setsockopt(server, group.eve, InetConstants.IP_MULTICAST_ALL, 0);
        server.show("setsockopt(eve, IPPROTO_IP, IP_MULTICAST_ALL, 0)", result);
        server.close(group.bob);
        new DatagramSide(client).sendto(sender, "more", group.ada);
        lab.check("ada gets it", "more", receives.recv(group.ada, BYTES, 0).text());
        int flag = SocketConstants.MSG_DONTWAIT;
        int nothing = receives.recv(group.eve, BYTES, flag).result();
        lab.checkErrno("eve does not", Errno.EAGAIN, nothing);
        lab.ladder();
    }
}

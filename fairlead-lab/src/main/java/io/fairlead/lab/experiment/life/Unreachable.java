package io.fairlead.lab.experiment.life;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Routes;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.posix.SocketConstants;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What a client meets that has no way to the server: ip(7), ip-route(8), RFC 1122. */
public final class Unreachable implements Lab {
    private static final int PORT = 7007;
    private static final String ALONE = " (that needs a network of the lab's own)";

    @Override
    public String name() {
        return "unreachable";
    }

    @Override
    public String summary() {
        return "ENETUNREACH, EHOSTUNREACH, EACCES: no way there, and who says so";
    }

    @Override
    public String expectation() {
        return "Before a packet is sent, the kernel looks for a route. Without one, connect fails"
                + " with ENETUNREACH; a route can also say that there is no way (EHOSTUNREACH) or"
                + " that it is forbidden (EACCES). All fail at once, and not one packet goes. If a"
                + " machine is reached, its answer is another: RST or ICMP, and ECONNREFUSED.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side client = lab.side("client");
        noRoute(lab, client);
        refusingRoutes(lab, client);
        broadcast(lab, client);
        reached(lab, client);
        lab.say(
                "A router on the way that has no route, or a firewall that rejects, says so with"
                        + " ICMP (type 3): then connect fails with ENETUNREACH or EHOSTUNREACH, too"
                        + " (RFC 1122 section 4.2.3.9). ip route get ADDRESS tells what this"
                        + " machine would do, ip-route(8).");
    }

    /** An address of documentation, RFC 5737, so that nobody is there. */
    private static InetSocketAddress at(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), PORT);
    }

    private static void noRoute(Experiment lab, Side client) throws IOException {
        if (!lab.network().alone()) {
            lab.unseen("without a route connect fails with ENETUNREACH" + ALONE);
            return;
        }
        lab.say("This network has loopback alone: no route leads to other machines.");
        Fd lost = client.socket("lost");
        int result = client.connect(lost, at("192.0.2.1"));
        lab.checkErrno("there is no route", Errno.ENETUNREACH, result);
        lab.checkPackets("no packet went");
        lab.say("UDP is told as soon, where else nobody would answer.");
        Fd mute = client.socket("mute", SocketConstants.SOCK_DGRAM);
        int datagram = client.connect(mute, at("192.0.2.1"));
        lab.checkErrno("there is no route", Errno.ENETUNREACH, datagram);
    }

    private static void refusingRoutes(Experiment lab, Side client) throws IOException {
        if (!lab.network().alone()) {
            lab.unseen("where a route is unreachable, connect fails with EHOSTUNREACH" + ALONE);
            lab.unseen("where a route is prohibited, connect fails with EACCES" + ALONE);
            return;
        }
        lab.say("A route of type unreachable says that there is no way.");
        Routes routes = new Routes(client);
        lab.check("the route is set", 0, routes.unreachable("198.51.100.0"));
        Fd walled = client.socket("walled");
        int unreachable = client.connect(walled, at("198.51.100.1"));
        lab.checkErrno("no way to that host", Errno.EHOSTUNREACH, unreachable);
        lab.say("A route of type prohibit says that nobody may go there.");
        lab.check("the route is set", 0, routes.prohibit("203.0.113.0"));
        Fd forbidden = client.socket("forbidden");
        int prohibited = client.connect(forbidden, at("203.0.113.1"));
        lab.checkErrno("it is forbidden", Errno.EACCES, prohibited);
        lab.checkPackets("no packet went");
    }

    private static void broadcast(Experiment lab, Side client) throws IOException {
        lab.say(
                "127.255.255.255 is the broadcast address of loopback. A stream to everyone cannot"
                        + " be; a datagram can, but only for who has asked for it: so EACCES has"
                        + " a second meaning.");
        Fd stream = client.socket("stream");
        int toAll = client.connect(stream, at("127.255.255.255"));
        lab.checkErrno("no stream to everyone", Errno.ENETUNREACH, toAll);
        Fd caller = client.socket("caller", SocketConstants.SOCK_DGRAM);
        int call = client.connect(caller, at("127.255.255.255"));
        lab.checkErrno("SO_BROADCAST is not set", Errno.EACCES, call);
        client.setsockopt(caller, "SO_BROADCAST", SocketConstants.SO_BROADCAST, 1);
        lab.check("now it may", 0, client.connect(caller, at("127.255.255.255")));
        lab.checkPackets("no packet went");
    }

    private static void reached(Experiment lab, Side client) throws IOException {
        lab.say(
                "The other case: the machine is reached, and nobody has the port. It answers a"
                        + " datagram with ICMP, port unreachable; the next call is told.");
        Side server = lab.side("server");
        Fd owner = server.socket("owner", SocketConstants.SOCK_DGRAM);
        server.bind(owner, PORT);
        Fd asker = client.socket("asker", SocketConstants.SOCK_DGRAM);
        lab.check("connect sends nothing", 0, client.connect(asker, owner));
        server.close(owner);
        lab.ask("Nobody has the port. Does send fail?");
        lab.check("send succeeds", 4, client.send(asker, "you?"));
        lab.checkPackets("ICMP is the answer", "client UDP", "server ICMP");
        lab.checkErrno("recv tells of it", Errno.ECONNREFUSED, client.recv(asker, 1024));
        lab.ladder();
    }
}

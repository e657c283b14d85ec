package io.fairlead.lab.experiment.address;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Inet;
import io.fairlead.posix.InetConstants;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketConstants;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** One listener for IPv4 and IPv6: IPV6_V6ONLY of ipv6(7), RFC 3493 section 5.3. */
public final class DualStack implements Lab {
    private static final int PORT = 7131; // no other lab's: connections stay in TIME_WAIT there
    private static final int ADDRESS = 8; // sin6_addr

    @Override
    public String name() {
        return "dual-stack";
    }

    @Override
    public String summary() {
        return "one IPv6 listener that takes IPv4 clients too, and IPV6_V6ONLY";
    }

    @Override
    public String expectation() {
        return "On Linux a listener at [::] takes clients of IPv6 and of IPv4, whose addresses look"
                + " like ::ffff:127.0.0.1. So it needs the port of both: a second listener at"
                + " 0.0.0.0 does not get it. With IPV6_V6ONLY it takes IPv6 alone, and the two"
                + " listeners stand side by side; that is what Windows does without being asked.";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        if (!isThere()) {
            lab.unseen("IPv6 and IPv4 on one listener: this machine has no IPv6");
            lab.check("there is no IPv6 here", true);
            return;
        }
        Side server = lab.side("server");
        Side client = lab.side("client");
        int port = both(lab, client, server);
        sixOnly(lab, client, server, port);
        lab.say(
                "Set IPV6_V6ONLY either way and do not rely on the default: Linux has 0 (the sysctl"
                        + " net.ipv6.bindv6only), Windows and some BSDs have 1. Java's channels set"
                        + " 0 themselves; so does Fairlead for tcp://*:7007.");
    }

    /** Whether the loopback interface has ::1. */
    private static boolean isThere() throws IOException {
        Path list = Path.of("/proc/net/if_inet6");
        return Files.exists(list) && Files.readString(list).contains("0001 ");
    }

    private static int both(Experiment lab, Side client, Side server) throws IOException {
        lab.say("A listener at [::], with IPV6_V6ONLY off.");
        Fd listener = listener(server, "both", 0);
        int wanted = lab.network().port(PORT);
        lab.check("bind succeeds", 0, server.bind(listener, at("::", wanted)));
        server.listen(listener, 5);
        int port = Objects.requireNonNull(listener.local()).getPort();
        Fd six = client.socket("six", SocketConstants.AF_INET6, SocketConstants.SOCK_STREAM);
        lab.check("an IPv6 client connects", 0, client.connect(six, at("::1", port)));
        Fd served = server.accept(listener, "served");
        lab.check("its address", "::1", peer(server, served));
        lab.ask("Now a client of IPv4. Can it connect, and which address does the server see?");
        Fd four = client.socket("four");
        lab.check("an IPv4 client connects, too", 0, client.connect(four, at("127.0.0.1", port)));
        Fd mapped = server.accept(listener, "mapped");
        String seen = peer(server, mapped);
        lab.check("its address in an IPv6 struct", "::ffff:127.0.0.1", seen);
        lab.say("A rule that compares addresses as text must know both forms of one address.");
        Fd second = server.socket("second");
        server.reuseAddress(second);
        int taken = server.bind(second, at("0.0.0.0", port));
        lab.checkErrno("0.0.0.0 has this port no more", Errno.EADDRINUSE, taken);
        server.close(second);
        server.close(listener);
        return port;
    }

    private static void sixOnly(Experiment lab, Side client, Side server, int port)
            throws IOException {
        lab.say("With IPV6_V6ONLY, before bind.");
        Fd listener = listener(server, "six only", 1);
        lab.check("bind succeeds", 0, server.bind(listener, at("::", port)));
        server.listen(listener, 5);
        Fd refused = client.socket("refused");
        int result = client.connect(refused, at("127.0.0.1", port));
        lab.checkErrno("an IPv4 client is refused", Errno.ECONNREFUSED, result);
        Fd beside = server.socket("beside");
        server.reuseAddress(beside);
        lab.check("0.0.0.0 can have the port", 0, server.bind(beside, at("0.0.0.0", port)));
        server.listen(beside, 5);
        Fd four = client.socket("four again");
        lab.check("now it connects", 0, client.connect(four, at("127.0.0.1", port)));
        Fd served = server.accept(beside, "plain");
        lab.check(
                "and the server sees a plain IPv4 address",
                "127.0.0.1",
                Objects.requireNonNull(served.remote()).getAddress().getHostAddress());
    }

    private static Fd listener(Side server, String named, int only) {
        Fd fd = server.socket(named, SocketConstants.AF_INET6, SocketConstants.SOCK_STREAM);
        server.reuseAddress(fd);
        int level = InetConstants.IPPROTO_IPV6;
        int option = InetConstants.IPV6_V6ONLY;
        int result = server.sockets().setsockopt(fd.number(), level, option, only);
        server.show(
                String.format(
                        Locale.ROOT, "setsockopt(%s, IPPROTO_IPV6, IPV6_V6ONLY, %d)", fd, only),
                result);
        return fd;
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    /** The address of the peer as the struct has it, by inet_ntop(3). */
    private static String peer(Side server, Fd fd) {
        SockaddrStorage peer = new SockaddrStorage();
        int result = server.sockets().getpeername(fd.number(), peer);
        String text =
                String.valueOf(
                        new Inet(new Posix())
                                .inetNtop(
                                        SocketConstants.AF_INET6, peer.memory().asSlice(ADDRESS)));
        server.show("getpeername(%s)".formatted(fd), result, text);
        return text;
    }
}

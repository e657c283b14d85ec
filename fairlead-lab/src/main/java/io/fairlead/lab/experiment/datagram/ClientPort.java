package io.fairlead.lab.experiment.datagram;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.lab.DatagramSide;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Side;
import io.fairlead.net.Endpoint;
import io.fairlead.posix.SockaddrStorage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When a client gets its port: getsockname(2), ip(7), "ephemeral ports". */
public final class ClientPort implements Lab {
    private static final int BYTES = 64;

    @Override
    public String name() {
        return "client-port";
    }

    @Override
    public String summary() {
        return "a client does not bind: its port is chosen at the first send or connect";
    }

    @Override
    public String expectation() {
        return "A new socket has no address. A UDP client that does not call bind gets a port at"
                + " its first sendto, and keeps it; the server learns it from recvfrom and answers"
                + " to it. A TCP client gets port and address at connect. The kernel takes the port"
                + " from a range that is kept for this (ephemeral ports).";
    }

    @Override
    public void run(Experiment lab) throws IOException {
        Side server = lab.side("server");
        Side client = lab.side("client");
        udp(lab, client, server);
        tcp(lab, client, server);
        lab.say(
                "The range is the sysctl net.ipv4.ip_local_port_range, 32,768 to 60,999 by default."
                        + " bind with a port of one's own choice takes that one, and fails if it is"
                        + " in use: see the lab time-wait. bind with port 0 lets the kernel choose,"
                        + " at once.");
    }

    private static void udp(Experiment lab, Side client, Side server) throws IOException {
        DatagramSide receives = new DatagramSide(server);
        DatagramSide sends = new DatagramSide(client);
        Fd receiver = receives.receiving("receiver", 7007);
        lab.say("A UDP client makes a socket, and does not bind it.");
        Fd sender = sends.socket("sender");
        lab.check("before: no port", 0, port(client.getsockname(sender)));
        lab.ask("The client has no port yet. Which will the server see?");
        sends.sendto(sender, "hello", receiver);
        int chosen = port(client.getsockname(sender));
        lab.check("after the first sendto: a port", chosen > 0);
        InetSocketAddress from = recvfrom(server, receiver);
        lab.check("the server sees that port", chosen, port(from));
        sends.sendto(sender, "again", receiver);
        lab.check("the second sendto keeps it", chosen, port(client.getsockname(sender)));
        recvfrom(server, receiver);
        lab.say(
                "The address is still 0.0.0.0: this socket could send by any interface. connect"
                        + " chooses that, too, and sends nothing.");
        client.connect(sender, receiver);
        InetSocketAddress own = Objects.requireNonNull(client.getsockname(sender));
        lab.check("after connect: an address", "127.0.0.1", own.getAddress().getHostAddress());
        lab.check("and the same port", chosen, port(own));
        lab.say("The server answers to the address that recvfrom gave it.");
        receives.sendto(receiver, "welcome", sender);
        lab.check("the answer arrives", "welcome", sends.recv(sender, BYTES, 0).text());
        lab.ladder();
    }

    private static int port(@Nullable InetSocketAddress address) {
        return address == null ? -1 : address.getPort();
    }

    private static @Nullable InetSocketAddress recvfrom(Side side, Fd fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(BYTES);
            SockaddrStorage from = new SockaddrStorage();
            int result = side.sockets().recvfrom(fd.number(), memory.address(), BYTES, 0, from);
            byte[] came = memory.asSlice(0, Math.max(0, result)).toArray(ValueLayout.JAVA_BYTE);
            SocketAddress sender = from.toSocketAddress();
            side.show(
                    String.format(Locale.ROOT, "recvfrom(%s, %d, 0, &from, &fromlen)", fd, BYTES),
                    result,
                    String.format(
                            Locale.ROOT,
                            "%d \"%s\", from %s",
                            result,
                            new String(came, UTF_8),
                            Endpoint.describe(sender)));
            return sender instanceof InetSocketAddress inet ? inet : null;
        }
    }

    private static void tcp(Experiment lab, Side client, Side server) throws IOException {
        lab.say("TCP: connect chooses both, before the SYN goes.");
        Fd listener = server.listening("listener", 7008, 5);
        Fd one = client.socket("one");
        lab.check("before: no port", 0, port(client.getsockname(one)));
        client.connect(one, listener);
        int first = port(client.getsockname(one));
        lab.check("after connect: a port", first > 0);
        Fd served = server.accept(listener, "served");
        lab.check("the server sees that port", first, port(served.remote()));
        Fd two = client.socket("two");
        client.connect(two, listener);
        lab.check(
                "a second connection to the same server has another port",
                port(client.getsockname(two)) != first);
        lab.check(
                "while each connection of the server has the server's port",
                port(listener.local()),
                port(served.local()));
        lab.say(
                "A connection is known by five things, the five-tuple: protocol, two addresses, two"
                        + " ports. They must differ in one of them at least.");
    }
}

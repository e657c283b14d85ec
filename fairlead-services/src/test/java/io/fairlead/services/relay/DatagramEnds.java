package io.fairlead.services.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.net.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is on both sides of a relay for datagrams: sockets that owe nothing to Fairlead. */
final class DatagramEnds {
    static final int DATAGRAM_MAX = 65_507;

    private DatagramEnds() {}

    static DatagramChannel bind(String host) throws IOException {
        return DatagramChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral(host), 0));
    }

    static Endpoint endpoint(DatagramChannel channel) throws IOException {
        InetSocketAddress at = (InetSocketAddress) channel.getLocalAddress();
        return Endpoint.udp(at.getAddress().getHostAddress(), at.getPort());
    }

    /** Is not connected: java.nio's connected channel sends no empty datagram. */
    record Source(DatagramChannel channel, InetSocketAddress relay) implements AutoCloseable {
        static Source of(Relay relay) throws IOException {
            Endpoint at = relay.endpoint();
            return new Source(
                    bind(at.host()),
                    new InetSocketAddress(InetAddress.ofLiteral(at.host()), at.port()));
        }

        void send(String text) throws IOException {
            channel.send(ByteBuffer.wrap(text.getBytes(US_ASCII)), relay);
        }

        String next() throws IOException {
            return DatagramEnds.next(channel);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Waits for the next one; returns who sent it. */
    static SocketAddress next(DatagramChannel channel, ByteBuffer into) throws IOException {
        SocketAddress from = channel.receive(into);
        into.flip();
        return from;
    }

    static String next(DatagramChannel channel) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(DATAGRAM_MAX);
        SocketAddress _ = next(channel, into);
        return US_ASCII.decode(into).toString();
    }

    /** Sends the next one back, unchanged, and returns it. */
    static String echo(DatagramChannel target) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(DATAGRAM_MAX);
        SocketAddress from = next(target, into);
        target.send(into, from);
        return US_ASCII.decode(into.flip()).toString();
    }

    /** The next one if it is there already. */
    private static @Nullable String poll(DatagramChannel target) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(DATAGRAM_MAX);
        if (target.receive(into) == null) return null;
        return US_ASCII.decode(into.flip()).toString();
    }

    /** All that have arrived. */
    static List<String> arrived(DatagramChannel target) throws IOException {
        target.configureBlocking(false);
        List<String> all = new ArrayList<>();
        for (String one = poll(target); one != null; one = poll(target)) all.add(one);
        return all;
    }
}

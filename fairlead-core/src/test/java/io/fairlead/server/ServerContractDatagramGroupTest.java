package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.net.Endpoint;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A server of a multicast group hears what is sent to it, and answers from its own address. */
@ParameterizedClass
@MethodSource("models")
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ServerContractDatagramGroupTest {
    @RegisterExtension final Rig rig;
    private final Model model;
    private @Nullable DatagramChannel client;

    ServerContractDatagramGroupTest(Model model) {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    static Stream<Model> models() {
        return Stream.of(Model.values()).filter(model -> !model.hasProcesses());
    }

    @AfterEach
    void close() throws Exception {
        if (client != null) client.close();
    }

    private Server serve(String endpoint) throws Exception {
        return rig.keep(Server.at(endpoint).model(model).observer(rig.recorder).serve(Rig.ECHO));
    }

    private DatagramChannel client(ProtocolFamily family, NetworkInterface at) throws Exception {
        DatagramChannel channel = DatagramChannel.open(family);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, at);
        client = channel;
        return channel;
    }

    private static void ask(DatagramChannel from, String group, int port) throws IOException {
        InetSocketAddress to = new InetSocketAddress(InetAddress.ofLiteral(group), port);
        from.send(ByteBuffer.wrap("hello".getBytes(UTF_8)), to);
    }

    /** The address that an answer came from. */
    private static InetSocketAddress answer(DatagramChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        InetSocketAddress from = (InetSocketAddress) channel.receive(bytes);
        assertThat(new String(bytes.array(), 0, bytes.position(), UTF_8)).isEqualTo("hello");
        return from;
    }

    @Test
    void anIpv4Group() throws Exception {
        Server server = serve("udp://239.77.7.7%lo:0");
        assertThat(server.endpoint())
                .isEqualTo(Endpoint.parse("udp://239.77.7.7%lo:" + server.port()));
        DatagramChannel client =
                client(StandardProtocolFamily.INET, NetworkInterface.getByName("lo"));
        ask(client, "239.77.7.7", server.port());
        assertThat(answer(client))
                .isEqualTo(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()));
    }

    @Test
    void anIpv6Group() throws Exception {
        Optional<NetworkInterface> found = withIpv6Multicast();
        assumeThat(found).as("an interface with IPv6 and multicast").isPresent();
        NetworkInterface at = found.orElseThrow();
        Server server = serve("udp://[ff15::7777%" + at.getName() + "]:0");
        DatagramChannel client = client(StandardProtocolFamily.INET6, at);
        ask(client, "ff15::7777", server.port());
        InetSocketAddress from = answer(client);
        assertThat(from.getAddress().isMulticastAddress()).as("%s", from).isFalse();
        assertThat(NetworkInterface.getByInetAddress(from.getAddress())).isEqualTo(at);
    }

    private static Optional<NetworkInterface> withIpv6Multicast() throws SocketException {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.filter(ServerContractDatagramGroupTest::hasIpv6Multicast).findFirst();
        }
    }

    private static boolean hasIpv6Multicast(NetworkInterface one) {
        try {
            return one.isUp()
                    && one.supportsMulticast()
                    && one.inetAddresses().anyMatch(Inet6Address.class::isInstance);
        } catch (SocketException e) {
            return false;
        }
    }

    /** Each member gets what is sent to the group: a group is there to be shared. */
    @Test
    void twoMembers() throws Exception {
        Server one = serve("udp://239.77.7.8%lo:0");
        serve(one.endpoint().toString());
        DatagramChannel client =
                client(StandardProtocolFamily.INET, NetworkInterface.getByName("lo"));
        ask(client, "239.77.7.8", one.port());
        assertThat(answer(client)).isEqualTo(answer(client));
    }

    /** The membership is this socket's alone: nothing comes of another group on the same port. */
    @Test
    void anotherGroupIsNotHeard() throws Exception {
        Server server = serve("udp://239.77.7.9%lo:0");
        Server other = serve("udp://239.77.7.10%lo:" + server.port());
        DatagramChannel client =
                client(StandardProtocolFamily.INET, NetworkInterface.getByName("lo"));
        ask(client, "239.77.7.10", server.port());
        ask(client, "239.77.7.9", server.port());
        answer(client);
        answer(client);
        assertThat(server.stats().bytesReceived()).isEqualTo(5);
        assertThat(other.stats().bytesReceived()).isEqualTo(5);
    }
}

package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import io.fairlead.service.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On a machine with several addresses, an answer comes from the one that was asked. */
@ParameterizedClass
@MethodSource("models")
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class ServerContractDatagramAddressTest {
    /** Tells its client which of the server's addresses it asked. */
    private static final Service WHERE =
            (peer, frame) -> peer.send(Endpoint.describe(peer.localAddress()));

    @RegisterExtension final Rig rig;
    private final Model model;
    private final DatagramChannel client;

    ServerContractDatagramAddressTest(Model model) throws Exception {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
        client = DatagramChannel.open();
    }

    static Stream<Model> models() {
        return Place.batching();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    private int serve(String endpoint, Service service) throws Exception {
        return rig.keep(Server.at(endpoint).model(model).observer(rig.recorder).serve(service))
                .port();
    }

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private record Answer(InetSocketAddress from, String text) {}

    private void ask(InetSocketAddress server) throws Exception {
        client.send(ByteBuffer.wrap("?".getBytes(UTF_8)), server);
    }

    private Answer answer() throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        InetSocketAddress from = (InetSocketAddress) client.receive(bytes);
        return new Answer(from, new String(bytes.array(), 0, bytes.position(), UTF_8));
    }

    private void assertAnswersFrom(String host, int port) throws Exception {
        InetSocketAddress server = address(host, port);
        ask(server);
        assertThat(answer()).isEqualTo(new Answer(server, Endpoint.describe(server)));
    }

    @Test
    void anIpv4Wildcard() throws Exception {
        int port = serve("udp://0.0.0.0:0", WHERE);
        for (String host : new String[] {"127.0.0.1", "127.0.0.2", "127.1.2.3", "127.0.0.1"}) {
            assertAnswersFrom(host, port);
        }
    }

    @Test
    void aWildcardForBoth() throws Exception {
        int port = serve("udp://*:0", WHERE);
        for (String host : new String[] {"127.0.0.1", "::1", "127.0.0.2", "::1", "127.1.2.3"}) {
            assertAnswersFrom(host, port);
        }
    }

    @Test
    void anAddressOfItsOwn() throws Exception {
        assertAnswersFrom("127.0.0.2", serve("udp://127.0.0.2:0", WHERE));
        assertAnswersFrom("::1", serve("udp://[::1]:0", WHERE));
    }

    /** Nothing can be sent from a broadcast address: the machine's own is what answers. */
    @Test
    void aBroadcast() throws Exception {
        client.setOption(StandardSocketOptions.SO_BROADCAST, true);
        for (String endpoint : new String[] {"udp://0.0.0.0:0", "udp://*:0"}) {
            int port = serve(endpoint, WHERE);
            ask(address("127.255.255.255", port));
            InetSocketAddress own = address("127.0.0.1", port);
            assertThat(answer()).isEqualTo(new Answer(own, Endpoint.describe(own)));
        }
    }

    /** What is sent later, and by another thread, comes from where its peer wrote to last. */
    @Test
    void anAnswerThatComesLater() throws Exception {
        BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
        int port = serve("udp://*:0", (peer, frame) -> peers.add(peer));
        for (String host : new String[] {"127.0.0.3", "::1", "127.0.0.4"}) {
            InetSocketAddress server = address(host, port);
            ask(server);
            assertThat(peers.take().send("late")).isEqualTo(SendResult.QUEUED);
            assertThat(answer()).isEqualTo(new Answer(server, "late"));
        }
    }
}

package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.service.SendResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A server sends to addresses that it has not heard from, and hears what comes back. */
@ParameterizedClass
@MethodSource("models")
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ServerContractDatagramFirstTest {
    private static final InetSocketAddress BROADCAST =
            new InetSocketAddress(InetAddress.ofLiteral("127.255.255.255"), 9);

    @RegisterExtension final Rig rig;
    private final Model model;
    private DatagramChannel other;

    ServerContractDatagramFirstTest(Model model) {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    static Stream<Model> models() {
        return ServerContractDatagramGroupTest.models();
    }

    @BeforeEach
    void openOther() throws Exception {
        other = DatagramChannel.open(StandardProtocolFamily.INET);
        other.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    }

    @AfterEach
    void closeOther() throws Exception {
        other.close();
    }

    private Server serve(String endpoint, DatagramOptions options) throws Exception {
        return rig.keep(
                Server.at(endpoint)
                        .model(model)
                        .datagrams(options)
                        .observer(rig.recorder)
                        .serve(Rig.ECHO));
    }

    private Server serve() throws Exception {
        return serve("udp://127.0.0.1:0", DatagramOptions.DEFAULT);
    }

    private InetSocketAddress address() throws Exception {
        return (InetSocketAddress) other.getLocalAddress();
    }

    private static String receive(DatagramChannel channel) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        InetSocketAddress from = (InetSocketAddress) channel.receive(bytes);
        return new String(bytes.array(), 0, bytes.position(), UTF_8) + " from " + from.getPort();
    }

    @Test
    void aMachineThatHasNotSentAnything() throws Exception {
        Server server = serve();
        assertThat(server.datagrams().send(address(), "hello")).isEqualTo(SendResult.QUEUED);
        assertThat(server.datagrams().send(address(), "")).isEqualTo(SendResult.QUEUED);
        assertThat(receive(other)).isEqualTo("hello from " + server.port());
        assertThat(receive(other)).isEqualTo(" from " + server.port());
        assertThat(server.stats()).returns(5L, stats -> stats.bytesSent());
        assertThat(server.stats().opened()).as("no peer yet").isZero();
        InetSocketAddress back =
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port());
        other.send(ByteBuffer.wrap("answer".getBytes(UTF_8)), back);
        assertThat(receive(other)).as("echoed").isEqualTo("answer from " + server.port());
    }

    /** One service may pass on what it gets, in the thread that serves. */
    @Test
    void fromWithinAService() throws Exception {
        AtomicReference<@Nullable Server> self = new AtomicReference<>();
        Server server =
                rig.keep(
                        Server.at("udp://*:0")
                                .model(model)
                                .observer(rig.recorder)
                                .serve((peer, frame) ->
                                        Objects.requireNonNull(self.get())
                                                .datagrams()
                                                .send(address(), frame)));
        self.set(server);
        try (Probe probe = Probe.open(Endpoint.udp("127.0.0.1", server.port()))) {
            probe.send("passed on".getBytes(UTF_8));
            assertThat(receive(other)).isEqualTo("passed on from " + server.port());
        }
    }

    @Test
    void aGroup() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByName("lo");
        InetAddress group = InetAddress.ofLiteral("239.77.8.9");
        try (DatagramChannel member = DatagramChannel.open(StandardProtocolFamily.INET)) {
            member.bind(new InetSocketAddress(0));
            member.join(group, loopback);
            int port = ((InetSocketAddress) member.getLocalAddress()).getPort();
            InetSocketAddress members = new InetSocketAddress(group, port);
            DatagramOptions options = DatagramOptions.DEFAULT.withMulticastInterface("lo");
            Server server = serve("udp://*:0", options);
            server.datagrams().send(members, "hello");
            assertThat(receive(member)).isEqualTo("hello from " + server.port());
        }
    }

    @Test
    void broadcastIsForThoseWhoAskForIt() throws Exception {
        Server server = serve();
        NetException refused =
                catchThrowableOfType(
                        NetException.class, () -> server.datagrams().send(BROADCAST, "all"));
        assertThat(refused)
                .hasMessageContaining("EACCES: it is a broadcast address")
                .hasMessageContaining("DatagramOptions.withBroadcast");
        Server allowed = serve("udp://127.0.0.1:0", DatagramOptions.DEFAULT.withBroadcast(true));
        assertThat(allowed.datagrams().send(BROADCAST, "all")).isEqualTo(SendResult.QUEUED);
    }

    @Test
    void whatCannotBeSent() throws Exception {
        Server server = serve();
        ServerDatagrams datagrams = server.datagrams();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        datagrams.send(
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), "x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        datagrams.send(InetSocketAddress.createUnresolved("a.invalid", 9), "x"));
        assertThat(
                        catchThrowableOfType(
                                        NetException.class,
                                        () -> datagrams.send(address(), "x".repeat(65_508)))
                                .errno())
                .isEqualTo("EMSGSIZE");
        InetSocketAddress ipv6 = new InetSocketAddress(InetAddress.ofLiteral("::1"), 9);
        assertThat(
                        catchThrowableOfType(NetException.class, () -> datagrams.send(ipv6, "x"))
                                .errno())
                .isEqualTo("EAFNOSUPPORT");
        server.close();
        assertThat(datagrams.send(address(), "x")).isEqualTo(SendResult.CLOSED);
        assertThat(datagrams.receiveBufferBytes()).isZero();
    }

    @Test
    void aServerOfStreamsHasNone() throws Exception {
        Server server =
                rig.keep(
                        Server.at("tcp://127.0.0.1:0")
                                .model(model)
                                .observer(rig.recorder)
                                .serve(Rig.ECHO));
        assertThatIllegalStateException()
                .isThrownBy(server::datagrams)
                .withMessageContaining("has connections, and no datagrams");
    }

    @Test
    void theReceiveBufferThatIsAskedFor() throws Exception {
        Server server =
                serve("udp://127.0.0.1:0", DatagramOptions.DEFAULT.withReceiveBufferBytes(20_000));
        assertThat(server.datagrams().receiveBufferBytes()).isEqualTo(20_000);
    }
}

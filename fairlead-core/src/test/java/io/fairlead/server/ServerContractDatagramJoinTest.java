package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Membership;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A server at every address joins the groups that it is told, and leaves them. */
@ParameterizedClass
@MethodSource("models")
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ServerContractDatagramJoinTest {
    private static final String GROUP = "239.77.8.1";
    private static final String OTHER = "239.77.8.2";

    @RegisterExtension final Rig rig;
    private final Model model;
    private DatagramChannel client;

    ServerContractDatagramJoinTest(Model model) {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    static Stream<Model> models() {
        return ServerContractDatagramGroupTest.models();
    }

    @BeforeEach
    void openClient() throws Exception {
        client = DatagramChannel.open(StandardProtocolFamily.INET);
        NetworkInterface loopback = NetworkInterface.getByName("lo");
        client.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
        client.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    }

    @AfterEach
    void closeClient() throws Exception {
        client.close();
    }

    private Server serve(String endpoint, String... memberships) throws Exception {
        DatagramOptions options = DatagramOptions.DEFAULT;
        for (String one : memberships) options = options.join(one);
        return rig.keep(
                Server.at(endpoint)
                        .model(model)
                        .datagrams(options)
                        .observer(rig.recorder)
                        .serve(Rig.ECHO));
    }

    private void send(String text, String host, Server to) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(host), to.port());
        client.send(ByteBuffer.wrap(text.getBytes(UTF_8)), address);
    }

    private void assertAnswered(String text) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        client.receive(bytes);
        assertThat(new String(bytes.array(), 0, bytes.position(), UTF_8)).isEqualTo(text);
    }

    @Test
    void severalGroupsAndItsOwnAddress() throws Exception {
        Server server = serve("udp://*:0", GROUP + "%lo", OTHER + "%lo");
        send("one", GROUP, server);
        assertAnswered("one");
        send("two", OTHER, server);
        assertAnswered("two");
        send("three", "127.0.0.1", server);
        assertAnswered("three");
    }

    /** What others have joined on this machine does not come to those who have not. */
    @Test
    void noOtherGroup() throws Exception {
        Server server = serve("udp://0.0.0.0:0"); // an IPv6 socket would not hear it anyway
        serve("udp://" + GROUP + "%lo:0");
        send("not joined", GROUP, server);
        send("own", "127.0.0.1", server);
        assertAnswered("own");
    }

    @Test
    void joiningAndLeaving() throws Exception {
        Server server = serve("udp://*:0");
        Membership membership = Membership.parse(GROUP + "%lo");
        server.datagrams().join(membership);
        server.datagrams().join(membership);
        send("joined", GROUP, server);
        assertAnswered("joined");
        server.datagrams().leave(membership);
        server.datagrams().leave(membership);
        send("left", GROUP, server);
        send("after", "127.0.0.1", server);
        assertAnswered("after");
        server.datagrams().join(membership);
        send("again", GROUP, server);
        assertAnswered("again");
    }

    @Test
    void oneSourceOfAGroup() throws Exception {
        Server server =
                serve("udp://*:0", "127.0.0.9@" + GROUP + "%lo", "127.0.0.1@" + OTHER + "%lo");
        send("of another source", GROUP, server);
        send("of this one", OTHER, server);
        assertAnswered("of this one");
        server.datagrams().leave(Membership.parse("127.0.0.1@" + OTHER + "%lo"));
        send("left", OTHER, server);
        send("after", "127.0.0.1", server);
        assertAnswered("after");
    }

    @Test
    void anotherPlaceForTheGroupOfTheEndpoint() throws Exception {
        Server server = serve("udp://" + GROUP + ":0", GROUP + "%lo");
        send("hello", GROUP, server);
        assertAnswered("hello");
    }

    @Test
    void groupsThatWouldNotBeHeard() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> serve("udp://127.0.0.1:7007", GROUP))
                .withMessageContaining("group 239.77.8.1 does not come to this address")
                .withMessageContaining("use udp://*:7007, or the group's");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> serve("udp://" + GROUP + ":0", OTHER));
        assertThatIllegalArgumentException().isThrownBy(() -> serve("udp://0.0.0.0:0", "ff02::1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> serve("tcp://127.0.0.1:0", GROUP))
                .withMessageContaining("options of datagrams are for udp:// endpoints");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> serve("udp://127.0.0.1:0").datagrams().join(membership()));
    }

    private static Membership membership() {
        return Membership.parse(GROUP + "%lo");
    }

    @Test
    void oneLoopOnly() {
        if (!model.hasLoops()) return;
        ServerBuilder builder = Server.at("udp://*:0").model(model).loops(2).observer(rig.recorder);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder.datagrams(DatagramOptions.DEFAULT.join(membership()))
                                .serve(Rig.ECHO))
                .withMessageContaining("each socket of a multicast group gets every datagram");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        rig.keep(builder.datagrams(DatagramOptions.DEFAULT).serve(Rig.ECHO))
                                .datagrams()
                                .join(membership()));
    }
}

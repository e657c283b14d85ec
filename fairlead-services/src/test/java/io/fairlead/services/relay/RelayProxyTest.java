package io.fairlead.services.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.client.Client;
import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.proxy.ProxyHeader;
import io.fairlead.proxy.ProxyRules;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.Connection;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Targets of a relay know its clients, and so does the relay, behind another proxy. */
@ParameterizedClass
@MethodSource("models")
@Timeout(60)
class RelayProxyTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 56_324);
    private static final InetSocketAddress FRONT = new InetSocketAddress("198.51.100.1", 443);

    private static final Service WHO =
            (peer, frame) ->
                    peer.send(Frame.of(peer.remoteAddress() + " at " + peer.localAddress()));

    private final Model model;

    RelayProxyTest(Model model) {
        this.model = model;
    }

    static Stream<Model> models() {
        return Stream.of(Model.SELECTOR, Model.POLLING, Model.EPOLL, Model.IO_URING);
    }

    private static Server who() throws NetException {
        return Server.at("tcp://127.0.0.1:0")
                .codec(Codec.lines())
                .proxyProtocol(ProxyRules.THIS_MACHINE)
                .serve(WHO);
    }

    private RelayBuilder relay(Endpoint target) {
        return Relay.at("tcp://127.0.0.1:0").model(model).to(target);
    }

    @Test
    void aTargetSeesTheClient() throws Exception {
        for (int version = 1; version <= 2; version++) {
            try (Server server = who();
                    Relay relay = relay(server.endpoint()).sendProxy(version).start();
                    Connection client = Client.connect(relay.endpoint().toString())) {
                client.writeLine("who?");
                assertThat(client.readLine())
                        .isEqualTo(client.localAddress() + " at " + client.remoteAddress());
            }
        }
    }

    @Test
    void proxiesChain() throws Exception {
        BlockingQueue<RelayReport> joined = new LinkedBlockingQueue<>();
        RelayObserver observer =
                new RelayObserver() {
                    @Override
                    public void onJoined(RelayReport report) {
                        joined.add(report);
                    }
                };
        ConnectOptions first =
                ConnectOptions.DEFAULT.withProxyHeader(ProxyHeader.of(1, CLIENT, FRONT));
        try (Server server = who();
                Relay inner =
                        relay(server.endpoint())
                                .proxyProtocol(ProxyRules.THIS_MACHINE)
                                .sendProxy(2)
                                .start();
                Relay outer =
                        relay(inner.endpoint())
                                .proxyProtocol(ProxyRules.THIS_MACHINE)
                                .observer(observer)
                                .sendProxy(2)
                                .start();
                Connection client = Client.connect(outer.endpoint(), first)) {
            client.writeLine("who?");
            assertThat(client.readLine()).isEqualTo(CLIENT + " at " + FRONT);
            RelayReport report = joined.poll(60, TimeUnit.SECONDS);
            assertThat(report).extracting(RelayReport::client).isEqualTo(CLIENT);
        }
    }

    /** What came before the target had its header is behind it, in order. */
    @Test
    void whatAClientSendsAtOnceComesBehindTheHeader() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Service noting =
                new Service() {
                    @Override
                    public void onFrame(Peer peer, Frame frame) {
                        lines.add(frame.text());
                    }
                };
        try (Server server = Server.at("tcp://127.0.0.1:0").codec(Codec.lines()).serve(noting);
                Relay relay = relay(server.endpoint()).sendProxy(1).start();
                Connection client = Client.connect(relay.endpoint().toString())) {
            client.write("first\nsecond\n".getBytes(US_ASCII));
            client.flush();
            InetSocketAddress own = (InetSocketAddress) client.localAddress();
            assertThat(lines.poll(60, TimeUnit.SECONDS))
                    .isEqualTo(
                            "PROXY TCP4 127.0.0.1 127.0.0.1 %d %d"
                                    .formatted(own.getPort(), relay.endpoint().port()));
            assertThat(lines.poll(60, TimeUnit.SECONDS)).isEqualTo("first");
            assertThat(lines.poll(60, TimeUnit.SECONDS)).isEqualTo("second");
        }
    }

    @Test
    void thereAreTwoVersionsAndNoDatagrams() {
        assertThatThrownBy(() -> Relay.at("tcp://:0").sendProxy(3))
                .isInstanceOf(IllegalArgumentException.class);
        RelayBuilder datagrams = Relay.at("udp://127.0.0.1:0").to("udp://127.0.0.1:7").sendProxy(2);
        assertThatThrownBy(datagrams::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("datagrams");
    }
}

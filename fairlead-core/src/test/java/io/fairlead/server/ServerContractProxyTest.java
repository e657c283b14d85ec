package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.access.AccessRules;
import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.proxy.PeerProxy;
import io.fairlead.proxy.ProxyHeader;
import io.fairlead.proxy.ProxyRules;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.RefusalReason;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Handler;
import io.fairlead.service.Service;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Behind a proxy that says for whom it connects, a peer is who that says, under every model. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(120)
class ServerContractProxyTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 56_324);
    private static final InetSocketAddress FRONT = new InetSocketAddress("198.51.100.1", 443);
    private static final ProxyRules RULES = ProxyRules.THIS_MACHINE;

    /** Answers with what it knows of the peer. */
    private static final Rig.PortableService WHO =
            (peer, frame) -> {
                String seen = words(peer.remoteAddress(), peer.localAddress(), peer.via());
                boolean isProxysUser = peer.via() != null && peer.user() != null;
                peer.send(Frame.of(isProxysUser ? seen + " with its user" : seen));
            };

    private static final Rig.PortableHandler WHO_HANDLES =
            connection -> {
                while (connection.readFrame(Rig.CODEC) != null) {
                    String words =
                            words(
                                    connection.remoteAddress(),
                                    connection.localAddress(),
                                    connection.via());
                    connection.writeFrame(Rig.CODEC, Frame.of(words));
                }
            };

    @RegisterExtension final Rig rig;
    private final Place place;

    ServerContractProxyTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    private static String words(
            SocketAddress remote, SocketAddress local, @Nullable PeerProxy via) {
        String more =
                via == null ? "" : " by " + via.remoteAddress() + " as " + via.header().authority();
        return remote + " at " + local + more;
    }

    private Server serve(ProxyRules rules) throws IOException {
        return rig.keep(rig.builder().proxyProtocol(rules).serve((Service & Serializable) WHO));
    }

    private Wire connect(Server server, ProxyHeader header) throws IOException {
        return Wire.connectFor(server.endpoint(), header.bytes());
    }

    private static ProxyHeader header(int version) {
        ProxyHeader header = ProxyHeader.of(version, CLIENT, FRONT);
        return version == 1
                ? header
                : header.with(ProxyHeader.AUTHORITY, "chat.example".getBytes(UTF_8));
    }

    private static void expectClient(Wire wire, int version) throws IOException {
        wire.sendFrame("who?");
        String name = version == 1 ? "null" : "chat.example";
        assertThat(wire.receiveText())
                .isEqualTo(words(CLIENT, FRONT, null) + " by %s as " + name, wire.localAddress());
    }

    private static void expectSelf(Wire wire, Server server) throws IOException {
        wire.sendFrame("who?");
        assertThat(wire.receiveText()).startsWith(wire.localAddress() + " at ");
        assertThat(server.stats().refused()).isZero();
    }

    @Test
    void aPeerIsWhoTheProxySays() throws Exception {
        Server server = serve(RULES);
        for (int version = 1; version <= 2; version++) {
            try (Wire wire = connect(server, header(version))) {
                expectClient(wire, version);
                expectClient(wire, version); // it is the same all the time
                assertThat(server.connections().getFirst().remoteAddress()).isEqualTo(CLIENT);
            }
            ConnectionReport report = rig.recorder.awaitClosed();
            assertThat(report.remoteAddress()).isEqualTo(CLIENT);
            assertThat(report.reason()).isEqualTo(CloseReason.PEER_CLOSED);
        }
    }

    @Test
    void aHandlersPeerIsWhoTheProxySays() throws Exception {
        assumeThat(place.model().runsHandlers()).isTrue();
        Handler handler = WHO_HANDLES;
        Server server = rig.keep(rig.builder().proxyProtocol(RULES).converse(handler));
        for (int version = 1; version <= 2; version++) {
            try (Wire wire = connect(server, header(version))) {
                expectClient(wire, version);
            }
            assertThat(rig.recorder.awaitClosed().remoteAddress()).isEqualTo(CLIENT);
        }
        expectBadHeader(server);
    }

    @Test
    void whatTheProxyDoesForItselfIsItsOwnAndMeetsNoLimit() throws Exception {
        AccessRules rules = AccessRules.EVERYBODY.allow("192.0.2.0/24");
        Server server =
                rig.keep(
                        rig.builder()
                                .proxyProtocol(RULES)
                                .access(rules)
                                .limits(Rig.limits(limits -> limits.connectionsPerSourceMax(1)))
                                .serve((Service & Serializable) WHO));
        for (int i = 0; i < 3; i++) {
            try (Wire wire = connect(server, ProxyHeader.local(2))) {
                expectSelf(wire, server);
            }
        }
        Wire.connect(server.endpoint(), 0).leave(); // a look at the port
        for (int i = 0; i < 4; i++) rig.recorder.awaitClosed();
        assertThat(server.stats().refused()).isZero();
    }

    @Test
    void aClientThatIsNotToldIsWhoTheSocketSays() throws Exception {
        Server server = serve(RULES);
        try (Wire wire = connect(server, ProxyHeader.local(1))) {
            expectSelf(wire, server);
        }
    }

    @Test
    void whoHasNoHeaderIsNotServed() throws Exception {
        expectBadHeader(serve(RULES));
    }

    private void expectBadHeader(Server server) throws Exception {
        try (Wire wire = Wire.connectFor(server.endpoint(), new byte[] {'G'})) {
            wire.drop();
        }
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.PROXY_FAILED);
        assertThat(report.failure()).hasMessageContaining("no PROXY header: the first bytes are");
        assertThat(report.serviceFailed()).isFalse();
        byte[] half = header(2).bytes();
        Wire wire = Wire.connectFor(server.endpoint(), Arrays.copyOf(half, 20));
        wire.leave();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.PROXY_FAILED);
    }

    @Test
    void whoIsSlowIsNotServed() throws Exception {
        assumeThat(place.net()).isNotEqualTo(Place.Net.TLS); // whose client begins by itself
        Duration day = Duration.ofDays(1); // nothing but the header's time is to be looked at
        Server server =
                rig.keep(
                        rig.builder()
                                .proxyProtocol(RULES.withTimeout(Duration.ofMillis(300)))
                                .limits(
                                        Rig.limits(limits ->
                                                limits.idleTimeout(day)
                                                        .firstByteTimeout(day)
                                                        .frameTimeout(day)
                                                        .writeTimeout(day)
                                                        .halfClosedTimeout(day)))
                                .serve((Service & Serializable) WHO));
        for (int bytes = 0; bytes <= 20; bytes += 20) {
            byte[] part = Arrays.copyOf(header(2).bytes(), bytes);
            try (Wire wire = Wire.connectFor(server.endpoint(), part)) {
                wire.drop();
            }
            assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.PROXY_TIMEOUT);
        }
        Wire wire = connect(server, header(2));
        expectClient(wire, 2);
        wire.close();
    }

    @Test
    void aDrainWaitsForNoHeader() throws Exception {
        assumeThat(place.net()).isNotEqualTo(Place.Net.TLS);
        Server server = serve(RULES.withTimeout(Duration.ofMinutes(5)));
        byte[] part = Arrays.copyOf(header(2).bytes(), 20);
        try (Wire wire = Wire.connectFor(server.endpoint(), part)) {
            Eventually.until("it is there", () -> !server.connections().isEmpty());
            assertThat(server.drain(Duration.ofSeconds(30))).isZero();
            wire.drop();
        }
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.DRAINED);
    }

    @Test
    void listsAndLimitsGoByTheClient() throws Exception {
        AccessRules rules = AccessRules.EVERYBODY.deny("203.0.113.0/24");
        Server server =
                rig.keep(
                        rig.builder()
                                .proxyProtocol(RULES)
                                .access(rules)
                                .limits(Rig.limits(limits -> limits.connectionsPerSourceMax(1)))
                                .serve((Service & Serializable) WHO));
        InetSocketAddress denied = new InetSocketAddress("203.0.113.9", 1);
        InetSocketAddress other = new InetSocketAddress("192.0.2.8", 1);
        expectRefusal(server, ProxyHeader.of(2, denied, FRONT));
        assertThat(rig.recorder.refusalReasons.take()).isEqualTo(RefusalReason.DENIED);
        assertThat(rig.recorder.refusals.take()).isEqualTo(denied);
        assumeThat(place.isConcurrent()).isTrue();
        try (Wire wire = connect(server, header(2))) {
            expectClient(wire, 2);
            expectRefusal(server, header(1));
            assertThat(rig.recorder.refusalReasons.take()).isEqualTo(RefusalReason.SOURCE);
            try (Wire second = connect(server, ProxyHeader.of(1, other, FRONT))) {
                second.sendFrame("who?");
                assertThat(second.receiveText()).startsWith(other.toString());
            }
        }
        rig.recorder.awaitClosed();
        rig.recorder.awaitClosed();
        try (Wire wire = connect(server, header(1))) { // its place is free again
            expectClient(wire, 1);
        }
        assertThat(server.stats().refused()).isEqualTo(2);
        assertThat(server.stats().opened()).isEqualTo(3);
    }

    private static void expectRefusal(Server server, ProxyHeader header) throws IOException {
        try (Wire wire = Wire.connectFor(server.endpoint(), header.bytes())) {
            wire.drop();
        }
        Eventually.until("it is counted", () -> server.stats().refused() > 0);
    }

    @Test
    void nobodyButTheProxiesMayConnect() throws Exception {
        assumeThat(place.net().isIp()).isTrue();
        Server server = serve(ProxyRules.from("192.0.2.1", "2001:db8::/32"));
        assertThatThrownBy(
                        () -> {
                            try (Wire wire = Wire.connect(server.endpoint(), 0)) {
                                wire.expectEnd();
                            }
                        })
                .isInstanceOf(IOException.class);
        assertThat(rig.recorder.refusalReasons.take()).isEqualTo(RefusalReason.NOT_A_PROXY);
        assertThat(server.stats().opened()).isZero();
    }

    @Test
    void datagramsHaveNoHeader() {
        assertThatThrownBy(() ->
                        Server.at(Endpoint.udp("127.0.0.1", 0))
                                .proxyProtocol(RULES)
                                .serve(Rig.ECHO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("datagrams");
    }
}

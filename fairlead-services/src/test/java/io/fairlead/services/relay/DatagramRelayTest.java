package io.fairlead.services.relay;

import static io.fairlead.services.relay.DatagramEnds.arrived;
import static io.fairlead.services.relay.DatagramEnds.bind;
import static io.fairlead.services.relay.DatagramEnds.echo;
import static io.fairlead.services.relay.DatagramEnds.endpoint;
import static io.fairlead.services.relay.DatagramEnds.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.net.Endpoint;
import io.fairlead.server.Model;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.services.relay.DatagramEnds.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams of each source go to a target, and what it answers comes back to that source. */
@ParameterizedClass
@EnumSource(names = {"POLLING", "SELECTOR", "EPOLL", "IO_URING"})
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatagramRelayTest {
    /** Between datagrams that are sent until one arrives: of a flood some are lost and told. */
    private static final long PACE_NS = 1_000_000;

    private final Model model;
    private final Ends ends = new Ends();

    DatagramRelayTest(Model model) {
        this.model = model;
    }

    @AfterEach
    void close() throws Exception {
        ends.close();
    }

    private RelayBuilder builder(DatagramChannel... targets) throws IOException {
        RelayBuilder builder = Relay.at("udp://127.0.0.1:0").model(model);
        for (DatagramChannel target : targets) {
            var _ = builder.to(endpoint(target));
        }
        return builder;
    }

    private DatagramChannel target() throws IOException {
        return ends.keep(bind("127.0.0.1"));
    }

    private Source connect(Relay relay) throws IOException {
        return ends.keep(Source.of(relay));
    }

    @Test
    void eachSourceGetsItsOwnAnswersUnchanged() throws Exception {
        DatagramChannel target = target();
        Relay relay = ends.start(builder(target));
        Source one = connect(relay);
        Source two = connect(relay);
        String longest = "x".repeat(DatagramEnds.DATAGRAM_MAX);
        for (String text : List.of("one", "", longest)) {
            one.send(text);
            assertThat(echo(target)).isEqualTo(text);
            two.send("2" + text.length());
            assertThat(echo(target)).isEqualTo("2" + text.length());
            assertThat(two.next()).isEqualTo("2" + text.length());
            assertThat(one.next()).isEqualTo(text);
        }
        relay.close();
        RelayReport report = ends.recorded.awaitEnd();
        assertThat(report.clientReason()).isEqualTo(CloseReason.DRAINED);
        assertThat(report.target()).isEqualTo(endpoint(target));
        assertThat(report.detail()).isNull();
        long bytes = report.bytesToTarget() + ends.recorded.awaitEnd().bytesToTarget();
        assertThat(bytes).isEqualTo(3 + DatagramEnds.DATAGRAM_MAX + 2 + 2 + 6);
        assertThat(report.bytesToClient()).isEqualTo(report.bytesToTarget());
    }

    @Test
    void aFlowIsOneSocketAndTheTargetMayBegin() throws Exception {
        DatagramChannel target = target();
        Source client = connect(ends.start(builder(target)));
        client.send("1");
        ByteBuffer into = ByteBuffer.allocate(9);
        SocketAddress flow = next(target, into);
        client.send("2");
        assertThat(next(target, into.clear())).isEqualTo(flow);
        for (int i = 0; i < 3; i++) target.send(ByteBuffer.wrap(new byte[] {'a'}), flow);
        for (int i = 0; i < 3; i++) assertThat(client.next()).isEqualTo("a");
    }

    @Test
    void aTargetsNameIsLookedUpWhileItsDatagramsWait() throws Exception {
        InetAddress local = Endpoint.parse("udp://localhost:1").resolve().getFirst().getAddress();
        DatagramChannel target = ends.keep(bind(local.getHostAddress()));
        String name = "udp://localhost:" + endpoint(target).port();
        Source client = connect(ends.start(Relay.at("udp://127.0.0.1:0").model(model).to(name)));
        for (int i = 0; i < 60; i++) client.send("" + i);
        for (int i = 0; i < 60; i++) assertThat(next(target)).isEqualTo("" + i);
    }

    @Test
    void aSilentSourceIsForgotten() throws Exception {
        DatagramChannel target = target();
        Limits limits = Limits.builder().datagramPeerTimeout(Duration.ofMillis(20)).build();
        Relay relay = ends.start(builder(target).limits(limits));
        Source client = connect(relay);
        client.send("1");
        assertThat(next(target)).isEqualTo("1");
        assertThat(ends.recorded.awaitEnd().clientReason()).isEqualTo(CloseReason.IDLE);
        client.send("2");
        assertThat(next(target)).isEqualTo("2");
        assertThat(ends.recorded.awaitEnd().id()).isEqualTo(2);
    }

    @Test
    void beyondTheMostFlowsTheMostSilentOneEnds() throws Exception {
        DatagramChannel target = target();
        Limits limits = Limits.builder().datagramPeersMax(2).build();
        Relay relay = ends.start(builder(target).limits(limits));
        for (int i = 1; i <= 3; i++) {
            Source client = connect(relay);
            client.send("" + i);
            assertThat(echo(target)).isEqualTo("" + i);
            assertThat(client.next()).isEqualTo("" + i);
        }
        assertThat(ends.recorded.awaitEnd().id()).isEqualTo(1);
        assertThat(relay.stats().open()).isEqualTo(2);
    }

    @Test
    void whatIsTooLongForTheTargetIsCounted() throws Exception {
        DatagramChannel target = target();
        Relay relay = ends.start(Relay.at("udp://[::1]:0").model(model).to(endpoint(target)));
        Source client = connect(relay);
        client.send("y".repeat(65_520)); // fits over IPv6, and not over IPv4
        client.send("z");
        assertThat(next(target)).isEqualTo("z");
        relay.close();
        assertThat(ends.recorded.awaitEnd().detail())
                .isEqualTo("1 datagram too long for the other side");
    }

    @Test
    void aTargetThatRefusesIsPassedOver() throws Exception {
        DatagramChannel gone = target();
        DatagramChannel there = target();
        Relay relay = ends.start(builder(gone, there).retryAfter(Duration.ofHours(1)));
        gone.close();
        Source client = connect(relay);
        there.configureBlocking(false);
        while (arrived(there).isEmpty()) {
            client.send("anybody?");
            LockSupport.parkNanos(PACE_NS);
        }
        assertThat(ends.recorded.failures).hasSize(1);
        assertThat(ends.recorded.failures.getFirst().errno()).isEqualTo("ECONNREFUSED");
        RelayReport first = ends.recorded.awaitEnd();
        assertThat(first.detail()).isNull();
        Source other = connect(relay);
        for (int i = 0; i < 3; i++) other.send("other");
        while (arrived(there).stream().filter("other"::equals).findAny().isEmpty())
            Thread.onSpinWait();
    }

    @Test
    void sourcesGoToOneTargetAfterTheOther() throws Exception {
        DatagramChannel one = target();
        DatagramChannel two = target();
        Relay relay = ends.start(builder(one, two));
        for (DatagramChannel target : List.of(one, two, one)) {
            Source client = connect(relay);
            for (String text : List.of("a", "b")) {
                client.send(text);
                assertThat(next(target)).isEqualTo(text);
            }
        }
    }

    @Test
    void datagramsAndConnectionsDoNotMix() {
        assertThatThrownBy(() -> Relay.at("tcp://:7000").to("udp://:7007"))
                .hasMessageContaining(
                        ":7000 has connections, and udp://127.0.0.1:7007 has datagrams");
        assertThatThrownBy(() -> Relay.at("udp://:7000").to("unix:@x"))
                .hasMessageContaining("does not turn one into the other");
    }
}

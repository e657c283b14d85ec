package io.fairlead.services.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.client.Datagrams;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Datagrams from and to Unix-domain sockets, and between them and UDP. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnixDatagramRelayTest {
    private static final Duration LONG = Duration.ofSeconds(100);

    @TempDir private Path folder;
    private final Ends ends = new Ends();
    private final AtomicInteger names = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        ends.close();
    }

    private Endpoint free(String family) {
        return family.equals("udp")
                ? Endpoint.udp("127.0.0.1", 0)
                : Endpoint.unix(folder.resolve("s" + names.incrementAndGet()));
    }

    private Datagrams bind(Endpoint endpoint) throws NetException {
        return ends.keep(Datagrams.bind(endpoint, DatagramOptions.DEFAULT));
    }

    private Datagrams connect(Relay relay) throws NetException {
        return ends.keep(Datagrams.connect(relay.endpoint(), ConnectOptions.DEFAULT));
    }

    private Relay relay(RelayBuilder builder) throws Exception {
        return ends.start(builder);
    }

    private static RelayBuilder at(Endpoint endpoint) {
        return Relay.at(endpoint).datagrams();
    }

    /** Sends back what comes next, and returns it. */
    private static String echo(Datagrams target) throws NetException {
        Datagrams.Received received = target.receive(LONG);
        target.send(received.sender(), "re " + received.text());
        return received.text();
    }

    @ParameterizedTest
    @CsvSource({"udp, unix", "unix, udp", "unix, unix"})
    void eachSourceHasItsAnswers(String from, String to) throws Exception {
        Datagrams target = bind(free(to));
        Relay relay = relay(at(free(from)).to(target.endpoint()));
        Datagrams ada = connect(relay);
        Datagrams bob = connect(relay);
        ada.send("I am Ada");
        assertThat(echo(target)).isEqualTo("I am Ada");
        bob.send("");
        assertThat(echo(target)).isEmpty();
        assertThat(ada.receive(LONG).text()).isEqualTo("re I am Ada");
        assertThat(bob.receive(LONG).text()).isEqualTo("re ");
        ada.send("again");
        assertThat(echo(target)).isEqualTo("again");
        assertThat(ada.receive(LONG).text()).isEqualTo("re again");
        assertThat(relay.stats().open()).isEqualTo(2);
        assertThat(relay.stats().bytesReceived()).isEqualTo(13);
        assertThat(relay.drain(LONG)).isZero();
        long bytes = 0;
        for (int i = 0; i < 2; i++) {
            RelayReport end = ends.recorded.awaitEnd();
            assertThat(end.clientReason()).isEqualTo(CloseReason.DRAINED);
            assertThat(end.target()).isEqualTo(target.endpoint());
            assertThat(end.detail()).isNull();
            bytes += end.bytesToTarget() + 100 * end.bytesToClient();
        }
        assertThat(bytes).isEqualTo(13 + 100 * 22);
        assertThat(relay.stats().open()).isZero();
    }

    /** The kernel queues ten or more; then the sender waits, and loses nothing. */
    @Test
    void whoIsSlowIsWaitedFor() throws Exception {
        int count = 500;
        Datagrams target = bind(free("unix"));
        Relay relay = relay(at(free("unix")).to(target.endpoint()));
        Datagrams source = connect(relay);
        CompletableFuture<Void> sent =
                CompletableFuture.runAsync(
                        () -> sendAll(source, count), Thread::startVirtualThread);
        for (int i = 0; i < count; i++) {
            assertThat(target.receive(LONG).text()).isEqualTo("" + i);
        }
        sent.get(60, TimeUnit.SECONDS);
        assertThat(relay.stats().datagramsDropped()).isZero();
    }

    private static void sendAll(Datagrams source, int count) {
        try {
            for (int i = 0; i < count; i++) source.send("" + i);
        } catch (NetException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its thread waits for a target that reads nothing. */
    @Test
    void aRelayThatWaitsCanBeClosed() throws Exception {
        Datagrams target = bind(free("unix"));
        Relay relay = relay(at(free("udp")).to(target.endpoint()));
        Datagrams source = connect(relay);
        long full = 0;
        while (relay.stats().bytesReceived() == 0 || relay.stats().bytesReceived() != full) {
            full = relay.stats().bytesReceived();
            for (int i = 0; i < 100; i++) source.send("x");
        }
        relay.close();
        relay.awaitClose();
        assertThat(ends.recorded.awaitEnd().clientReason()).isEqualTo(CloseReason.DRAINED);
    }

    @Test
    void aTargetThatIsNotThereIsPassedOver() throws Exception {
        Endpoint absent = free("unix");
        Datagrams target = bind(free("unix"));
        Relay relay = relay(at(free("udp")).to(absent).to(target.endpoint()));
        connect(relay).send("one");
        assertThat(target.receive(LONG).text()).isEqualTo("one");
        assertThat(ends.recorded.failures.getFirst().errno()).isEqualTo("ENOENT");
        target.close();
        Datagrams source = connect(relay);
        source.send("lost");
        while (relay.stats().datagramsDropped() == 0) Thread.onSpinWait();
        Datagrams late = bind(absent);
        for (boolean came = false; !came; ) {
            source.send("two");
            came = came(late);
        }
    }

    private static boolean came(Datagrams target) throws NetException {
        try {
            return target.receive(Duration.ofMillis(10)).text().equals("two");
        } catch (NetException e) {
            if (e.kind() != NetException.Kind.TIMEOUT) throw e;
            return false;
        }
    }

    /** Its next datagram opens another flow. */
    @Test
    void aTargetThatEndsEndsItsFlow() throws Exception {
        Endpoint place = free("unix");
        Datagrams first = bind(place);
        Relay relay = relay(at(free("udp")).to(place));
        Datagrams source = connect(relay);
        source.send("one");
        assertThat(echo(first)).isEqualTo("one");
        assertThat(source.receive(LONG).text()).isEqualTo("re one");
        first.close();
        Datagrams second = bind(place);
        source.send("lost"); // by which it is noticed
        assertThat(ends.recorded.awaitEnd().detail()).isEqualTo("1 datagram lost");
        source.send("two");
        assertThat(echo(second)).isEqualTo("two");
    }

    @Test
    void whoIsSilentIsForgotten() throws Exception {
        Limits brief = Limits.builder().datagramPeerTimeout(Duration.ofMillis(50)).build();
        Datagrams target = bind(free("unix"));
        Relay relay = relay(at(free("udp")).to(target.endpoint()).limits(brief));
        connect(relay).send("one");
        assertThat(target.receive(LONG).text()).isEqualTo("one");
        assertThat(ends.recorded.awaitEnd().clientReason()).isEqualTo(CloseReason.IDLE);
    }

    @Test
    void theMostSilentMakesRoom() throws Exception {
        Limits two = Limits.builder().datagramPeersMax(2).build();
        Datagrams target = bind(free("unix"));
        Relay relay = relay(at(free("unix")).to(target.endpoint()).limits(two));
        Datagrams first = connect(relay);
        Datagrams second = connect(relay);
        for (Datagrams source : new Datagrams[] {first, second, first, connect(relay)}) {
            source.send("x");
            assertThat(target.receive(LONG).text()).isEqualTo("x");
        }
        RelayReport end = ends.recorded.awaitEnd();
        assertThat(end.client()).isEqualTo(second.localAddress());
        assertThat(relay.stats().open()).isEqualTo(2);
    }

    @Test
    void whatIsTooLongIsCounted() throws Exception {
        Datagrams target = bind(free("udp"));
        Relay relay = relay(at(free("unix")).to(target.endpoint()));
        Datagrams source = connect(relay);
        source.send("x".repeat(65_508));
        source.send("fits");
        assertThat(target.receive(LONG).text()).isEqualTo("fits");
        assertThat(relay.drain(LONG)).isZero();
        assertThat(ends.recorded.awaitEnd().detail())
                .isEqualTo("1 datagram too long for the other side");
    }

    @Test
    void whatHasNoMeaningIsRefused() throws Exception {
        Endpoint unix = free("unix");
        assertThatThrownBy(() -> Relay.at("udp://127.0.0.1:0").to(unix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("If the Unix socket is for datagrams, say so");
        assertThatThrownBy(() -> at(unix).to("tcp://127.0.0.1:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a relay does not turn one into the other")
                .hasMessageEndingWith("other");
        Faults slow = Faults.NONE.withSeed(7).withDatagrams(0.5, 0, 0);
        RelayBuilder faulty = at(unix).to(free("unix")).faults(slow);
        assertThatThrownBy(faulty::start).hasMessageContaining("passed on untouched");
        assertThatThrownBy(at(unix).to(free("unix")).loops(2)::start)
                .hasMessageContaining("leave --loops and on(loops) out");
        assertThatThrownBy(at(Endpoint.tcp("127.0.0.1", 0)).to("tcp://:1")::start)
                .hasMessageContaining("has connections, and no datagrams");
        Relay relay = relay(at(unix).to(free("unix")));
        relay.faults(Faults.NONE.withSeed(8));
        assertThatThrownBy(() -> relay.faults(slow)).hasMessageContaining("untouched");
    }
}

package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.ServerStats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers come and go, and leave their endpoint as they found it. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(120)
class ServerContractLifeTest {
    @RegisterExtension final Rig rig;
    private final Place place;

    ServerContractLifeTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    @Test
    void closedTwice() throws Exception {
        Server server = rig.serve(Rig.ECHO);
        server.close();
        server.close();
        assertThat(server.drain(Duration.ofSeconds(1))).isZero();
        server.awaitClose();
    }

    @Test
    void closedByManyAtOnce() throws Exception {
        Server server = rig.serve(Rig.ECHO);
        rig.connect(server).echo("hello");
        List<Thread> closers = new ArrayList<>();
        for (int i = 0; i < 4; i++) closers.add(Thread.ofPlatform().start(server::close));
        server.awaitClose();
        for (Thread closer : closers) closer.join();
    }

    @Test
    void closedByItsOwnService() throws Exception {
        Server[] itself = new Server[1];
        Server server =
                rig.serve((peer, frame) -> {
                    Thread.ofPlatform().start(() -> itself[0].close());
                    peer.send("closing down");
                });
        itself[0] = server;
        Wire wire = rig.connect(server);
        wire.sendFrame("close");
        assertThat(wire.receiveText()).isEqualTo("closing down");
        wire.expectEnd();
        server.awaitClose();
    }

    private NetException refusal(Server holder) {
        return catchThrowableOfType(
                NetException.class, () -> rig.builder(holder.endpoint()).serve(Rig.ECHO).close());
    }

    @Test
    void anEndpointThatIsTaken() throws Exception {
        Server first = rig.serve(Rig.ECHO);
        assertThat(refusal(first))
                .hasMessageContaining(first.endpoint().toString())
                .hasMessageContaining("EADDRINUSE");
        // Who holds it is looked up for 0.3 s, which a busy machine may need for other things.
        String us = "pid " + ProcessHandle.current().pid();
        Eventually.until("it names us", () -> refusal(first).toString().contains(us));
        rig.connect(first).echo("unharmed");
    }

    @Test
    void anEndpointThatIsFreeAgain() throws Exception {
        Server first = rig.serve(Rig.ECHO);
        Wire wire = rig.connect(first);
        wire.echo("hello");
        first.close();
        Server second = rig.keep(rig.builder(first.endpoint()).serve(Rig.ECHO));
        rig.connect(second).echo("hello again");
    }

    @Test
    void theSocketFileGoesWithTheServer() throws Exception {
        if (place.net().isIp()) return;
        Server server = rig.serve(Rig.ECHO);
        Path file = Path.of(server.endpoint().path());
        assertThat(file).exists();
        server.close();
        assertThat(Files.notExists(file)).isTrue();
        assertThat(server.endpoint().scheme()).isEqualTo(Endpoint.Scheme.UNIX);
    }

    @Test
    void theCountersAddUp() throws Exception {
        Server server = rig.serve(Rig.ECHO);
        for (int i = 0; i < 5; i++) {
            Wire wire = rig.connect(server);
            wire.echo("12345678");
            wire.close();
            ConnectionReport report = rig.recorder.awaitClosed();
            assertThat(report.id()).isEqualTo(i + 1);
            assertThat(report.endpoint()).isEqualTo(server.endpoint());
            assertThat(report.bytesReceived()).isEqualTo(12);
            assertThat(report.bytesSent()).isEqualTo(12);
        }
        Eventually.until("all have ended", () -> server.stats().open() == 0);
        ServerStats stats = server.stats();
        assertThat(stats.opened()).isEqualTo(5);
        if (rig.place().net() != Place.Net.TLS) { // which sends bytes of its own
            assertThat(stats.bytesReceived()).isEqualTo(60);
            assertThat(stats.bytesSent()).isEqualTo(60);
        }
        assertThat(stats.acceptFailures()).isZero();
    }
}

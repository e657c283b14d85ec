package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.access.AccessRules;
import io.fairlead.net.Endpoint;
import io.fairlead.server.report.RefusalReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may not connect is reset without a word, under every model, and the lists may change. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(120)
class ServerContractAccessTest {
    private static final String LOOPBACK = "127.0.0.0/8\n::1\n";

    @RegisterExtension final Rig rig;
    @TempDir Path folder;
    private final Place place;

    ServerContractAccessTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    private Path write(String networks) throws IOException {
        return Files.writeString(folder.resolve("denied"), networks);
    }

    private void expectRefusal(Server server) throws IOException {
        try (Wire wire = Wire.connect(server.endpoint(), 0)) {
            assertThatThrownBy(wire::expectEnd).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoIsDeniedIsResetWithoutAWordUntilTheListSaysOtherwise() throws Exception {
        AccessRules rules = AccessRules.EVERYBODY.denyFile(write(LOOPBACK));
        Server server = rig.keep(rig.builder().access(rules).serve(Rig.ECHO));
        if (!place.net().isIp()) { // which has no address
            rig.connect(server).echo("in");
            return;
        }
        for (int i = 0; i < 3; i++) expectRefusal(server);
        assertThat(server.stats().refused()).isEqualTo(3);
        assertThat(server.stats().opened()).isZero();
        assertThat(rig.recorder.refusalReasons).containsOnly(RefusalReason.DENIED).hasSize(3);

        Path list = write("# nobody\n");
        assertThat(server.reloadAccess()).isZero();
        Wire wire = rig.connect(server);
        wire.echo("in");
        write("nonsense\n");
        assertThatThrownBy(server::reloadAccess).hasMessageContaining(list + ":1");
        write(LOOPBACK);
        assertThat(server.reloadAccess()).isEqualTo(2);
        wire.echo("who is connected stays so");
        wire.close();
        Eventually.until("its end is seen", () -> server.stats().open() == 0);
        expectRefusal(server);
    }

    @Test
    void datagramsOfWhoIsDeniedAreDroppedAndCounted() throws Exception {
        assumeThat(place.net().isTcp() && !place.model().hasProcesses()).isTrue();
        String host = place.net() == Place.Net.TCP4 ? "127.0.0.1" : "::1";
        AccessRules rules = AccessRules.EVERYBODY.denyFile(write(LOOPBACK));
        Server server =
                rig.keep(
                        Server.at(Endpoint.udp(host, 0))
                                .model(place.model())
                                .observer(rig.recorder)
                                .access(rules)
                                .serve((peer, frame) -> peer.send(frame)));
        Probe probe = rig.keep(Probe.open(server.endpoint()));
        probe.send("nobody hears");
        Eventually.until("it is counted", () -> server.stats().datagramsDropped() == 1);
        assertThat(server.stats().opened()).isZero();
        write("# nobody\n");
        assertThat(server.reloadAccess()).isZero();
        assertThat(probe.exchange("heard")).isEqualTo("heard");
    }
}

package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.server.report.RefusalReason;
import io.fairlead.service.OverLimit;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** One connection too many waits, or is told so; and a place that is left can be had again. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(120)
class ServerContractLimitTest {
    private static final byte[] LONG = new byte[50_000];

    @RegisterExtension final Rig rig;
    private final Place place;

    ServerContractLimitTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    @Test
    void oneTooManyWaits() throws Exception {
        Server server = rig.serve(Rig.ECHO, limits -> limits.connectionsMax(1));
        Wire first = rig.connect(server);
        first.echo("in");
        Wire second = rig.connect(server);
        second.sendFrame("me too");
        for (int i = 0; i < 50; i++) first.echo("my turn");
        assertThat(server.stats().opened()).isEqualTo(1);
        first.close();
        assertThat(second.receiveText()).isEqualTo("me too");
        assertThat(server.stats().refused()).isZero();
    }

    @Test
    void oneTooManyIsRefused() throws Exception {
        if (!place.isConcurrent()) return; // it accepts nobody while it serves
        Server server =
                rig.serve(
                        Rig.ECHO,
                        limits ->
                                limits.connectionsMax(1)
                                        .overLimit(OverLimit.REFUSE)
                                        .refusalText("full"));
        Wire first = rig.connect(server);
        first.echo("in");
        for (int i = 0; i < 3; i++) {
            Wire second = rig.connect(server);
            if (place.net() != Place.Net.TLS) second.send(LONG); // makes a plain close a reset
            expectRefused(second, "full");
            second.close();
        }
        first.echo("still in");
        assertThat(server.stats().refused()).isEqualTo(3);
        assertThat(rig.recorder.refusals).hasSize(3);
        assertThat(server.stats().opened()).isEqualTo(1);
        first.close();
        Eventually.until("there is a place again", () -> isServed(server));
    }

    @Test
    void oneTooManyFromOneSourceIsRefusedAndItsPlaceIsGivenBack() throws Exception {
        if (!place.isConcurrent()) return;
        Server server =
                rig.serve(
                        Rig.ECHO,
                        limits -> limits.connectionsPerSourceMax(2).refusalText("enough of you"));
        Wire first = rig.connect(server);
        first.echo("in");
        Wire second = rig.connect(server);
        second.echo("in");
        Wire third = rig.connect(server);
        if (!place.net().isIp()) { // which has no source
            third.echo("in");
            return;
        }
        expectRefused(third, "enough of you");
        first.echo("still in");
        assertThat(rig.recorder.refusals).hasSize(1);
        first.close();
        second.reset();
        Eventually.until("there is a place again", () -> isServed(server));
        Eventually.until("all have left", () -> server.stats().open() == 0);
        rig.connect(server).echo("one");
        rig.connect(server).echo("two");
    }

    @Test
    void whoConnectsTooOftenIsReset() throws Exception {
        Server server = rig.serve(Rig.ECHO, limits -> limits.connectionsPerSourcePerSecond(1));
        if (!place.net().isIp()) return; // it has no source
        Eventually.until(
                "one comes too soon",
                () -> {
                    boolean _ = isServed(server);
                    return rig.recorder.refusalReasons.contains(RefusalReason.RATE);
                });
        Eventually.until("and after a while it is served", () -> isServed(server));
    }

    /** The rig looks afterwards for the descriptors. */
    @Test
    void refusedPeersThatHaveLeftLeaveNothing() throws Exception {
        if (!place.isConcurrent()) return;
        Server server =
                rig.serve(Rig.ECHO, limits -> limits.connectionsMax(1).overLimit(OverLimit.REFUSE));
        rig.connect(server).echo("in");
        for (int i = 0; i < 50; i++) Wire.connect(server.endpoint(), 0).close();
        Eventually.until("all are refused", () -> server.stats().refused() == 50);
    }

    /** A handshake costs more than a place: who speaks TLS is told by an alert. */
    private void expectRefused(Wire wire, String text) throws IOException {
        if (place.net() == Place.Net.TLS) {
            assertThatThrownBy(wire::receiveLine).hasMessageContaining("internal_error");
        } else {
            assertThat(wire.receiveLine()).isEqualTo(text);
            wire.expectEnd();
        }
    }

    private boolean isServed(Server server) {
        try (Wire wire = Wire.connect(server.endpoint(), 0)) {
            byte[] frame = Wire.frame("now?");
            wire.send(frame);
            return Arrays.equals(wire.receive(frame.length), frame);
        } catch (IOException e) {
            return false; // the place is not free yet
        }
    }

    @Test
    void everyPlaceIsGivenBack() throws Exception {
        Server server =
                rig.serve(
                        (peer, frame) -> {
                            if (frame.size() == 4) throw new IllegalStateException("fails");
                            peer.send(frame);
                        },
                        limits -> limits.connectionsMax(2));
        int count = place.model() == Model.PROCESS ? Effort.of(3, 6) : 30; // a process for each
        for (int i = 0; i < count; i++) {
            Wire wire = rig.connect(server);
            wire.echo("hello");
            if (i % 3 == 1) wire.send(new byte[] {0, 0, 0, 4, 1, 1, 1, 1});
            if (i % 3 == 2) wire.reset();
            wire.close();
        }
        Eventually.until("all have come", () -> server.stats().opened() == count);
    }

    @Test
    void manyThatWaitAreServedInTheEnd() throws Exception {
        Server server = rig.serve(Rig.ECHO, limits -> limits.connectionsMax(3).poolThreads(2));
        boolean slow = place.model() == Model.PROCESS; // which has a process for each
        Wire[] wires = new Wire[slow ? Effort.of(5, 12) : 12];
        for (int i = 0; i < wires.length; i++) {
            wires[i] = rig.connect(server);
            wires[i].sendFrame("number " + i);
            wires[i].shutdownOutput();
        }
        for (int i = 0; i < wires.length; i++) {
            assertThat(wires[i].receiveText()).isEqualTo("number " + i);
            wires[i].expectEnd();
        }
    }
}

package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.client.Client;
import io.fairlead.frame.Codec;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import io.fairlead.testkit.fault.SimulatedFault;
import io.fairlead.testkit.fault.SimulatedFaults;
import io.fairlead.testkit.junit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A test is run with each seed; what fails can be run again, and nothing is left behind. */
class SeedRunsTest {
    private static final String ENDPOINT = "tcp://server:7";

    private static SimulatedClient greet(SimulatedNetwork net) {
        net.serve(ENDPOINT, Codec.lines(), (peer, frame) -> peer.send(frame));
        SimulatedClient client = net.connect(ENDPOINT, Codec.lines());
        client.send("hello");
        return client;
    }

    @Test
    void eachSeedRunsOnceInANetworkOfItsOwn() {
        List<SimulatedNetwork> networks = new ArrayList<>();
        List<Long> drawn = new ArrayList<>();
        SeedRuns.run(
                100,
                net -> {
                    networks.add(net);
                    drawn.add(net.random().nextLong());
                });
        assertThat(networks).hasSize(100).doesNotHaveDuplicates();
        assertThat(drawn).doesNotHaveDuplicates();
    }

    @Test
    void faultsAreTheUsualOnesUnlessTold() {
        SimulatedTest test =
                net -> {
                    greet(net);
                    net.run(Duration.ofMinutes(1));
                    assertThat(net.choices()).isEmpty();
                };
        assertThatThrownBy(() -> SeedRuns.run(100, test)).isInstanceOf(SimulationFailure.class);
        SeedRuns.of(100).faults(SimulatedFaults.none()).check(test);
    }

    @Test
    void aFailureSaysHowToRunItAgain() {
        SimulatedTest test =
                net -> {
                    net.random().nextInt(100);
                    assertThat(net.random().nextInt(1_000)).as("drawn").isLessThan(900);
                };
        SeedRuns runs = SeedRuns.of(1_000).named("SomeTest#some");
        SimulationFailure failure =
                catchThrowableOfType(SimulationFailure.class, () -> runs.check(test));
        assertThat(failure.getMessage())
                .containsPattern("(?m)^replay: +-Dtest=SomeTest#some -Dfairlead.seed=\\d+$")
                .contains("-Dfairlead.choices=z1,900\n")
                .contains("from 2 choices that are not 0 to 1");
        assertThat(failure.choices()).containsExactly(0, 900);
        assertThat(failure.getCause()).hasMessageContaining("drawn");
    }

    @Test
    void whatOutlivesARunIsToldToDoSo() {
        List<String> kept = new ArrayList<>();
        SimulatedTest test =
                _ -> {
                    kept.add("one more");
                    assertThat(kept.size()).isNotEqualTo(20);
                };
        assertThatThrownBy(() -> SeedRuns.run(1_000, test))
                .hasMessageContaining("seed 19 fails, but not a second time by itself")
                .hasMessageContaining("-Dfairlead.seeds=20");
    }

    // ---- what nobody has to ask for ----

    @Test
    void aServiceThatThrowsFailsTheRun() {
        SimulatedTest test =
                net -> {
                    net.serve(
                            ENDPOINT,
                            Codec.lines(),
                            (_, frame) -> {
                                throw new IllegalStateException("cannot " + frame.text());
                            });
                    net.connect(ENDPOINT, Codec.lines()).send("hello");
                    net.run(Duration.ofMinutes(1));
                };
        assertThatThrownBy(() -> SeedRuns.run(10, test))
                .isInstanceOf(SimulationFailure.class)
                .hasRootCauseMessage("cannot hello");
        SeedRuns.run(10, net -> test.run(net.allowFailures()));
    }

    @Test
    void aConnectionThatStaysOpenFailsTheRun() {
        SimulatedTest test =
                net -> {
                    net.serve(ENDPOINT, Codec.lines(), (_, _) -> {});
                    Client client =
                            Client.to(ENDPOINT).on(net.loops("other")).codec(Codec.lines()).start();
                    SimulatedClient connection = new SimulatedClient(net, false);
                    CompletableFuture<Peer> _ = client.connect(connection);
                    net.run(Duration.ofSeconds(1));
                    net.faults(SimulatedFaults.none().with(SimulatedFault.HALF_OPEN, 1));
                    connection.send("nobody hears this, nor the end");
                    net.run(Duration.ofSeconds(1));
                };
        assertThatThrownBy(() -> SeedRuns.of(10).faults(SimulatedFaults.none()).check(test))
                .hasMessageContaining("connections are open");
    }

    @Test
    void aTimerThatSetsItselfAgainFailsTheRun() {
        assertThatThrownBy(() ->
                        SeedRuns.run(
                                10,
                                net -> {
                                    Client client = net.client("c", ENDPOINT, Codec.lines());
                                    again(client);
                                }))
                .hasMessageContaining("a timer is set");
    }

    @Test
    void aTimerThatIsCancelledDoesNot() {
        SeedRuns.run(
                10,
                net -> {
                    Client client = net.client("c", ENDPOINT, Codec.lines());
                    client.after(Duration.ofDays(1), () -> {}).cancel();
                });
    }

    private static void again(Client client) {
        PeerTimer _ = client.after(Duration.ofSeconds(1), () -> again(client));
    }

    // ---- JUnit ----

    private static final int SEEDS = 300;
    private static final List<Long> DRAWN = new ArrayList<>();

    @Seeds(SEEDS)
    void junitRunsEachSeed(SimulatedNetwork net, TestInfo info) {
        DRAWN.add(net.random().nextLong());
        SimulatedClient client = greet(net);
        client.shutdownOutput();
        net.run(Duration.ofHours(1));
        assertThat(client.texts()).isIn(List.of(), List.of("hello"));
        assertThat(info.getDisplayName()).startsWith("junitRunsEachSeed");
    }

    @AfterAll
    static void junitRanAllSeeds() {
        assertThat(DRAWN).hasSize(SEEDS).doesNotHaveDuplicates();
    }
}

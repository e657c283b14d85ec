package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Codec;
import io.fairlead.testkit.fault.SimulatedFault;
import io.fairlead.testkit.fault.SimulatedFaults;
import io.fairlead.testkit.fault.SimulatedLinks;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long it takes from one simulated host to another. */
@Timeout(60)
class LinksTest {
    private static final Codec FRAMES = Codec.lengthPrefixed(4).maxBytes(1 << 20);
    private static final int BYTES = 200_000;

    private SimulatedNetwork net = SimulatedNetwork.of(1);

    /** How long an echo of so many bytes takes, with connecting. */
    private Duration echo(long seed, SimulatedLinks links, SimulatedFaults faults) {
        net = SimulatedNetwork.of(seed).links(links).faults(faults);
        net.serve("tcp://server:7", FRAMES, (peer, frame) -> peer.send(frame));
        SimulatedClient client = net.connect("tcp://server:7", FRAMES);
        client.send("x".repeat(BYTES));
        assertThat(net.runUntil(() -> client.texts().size() == 1, Duration.ofMinutes(1))).isTrue();
        return net.elapsed();
    }

    private Duration echo(SimulatedLinks links) {
        return echo(1, links, SimulatedFaults.none());
    }

    @Test
    void bytesTakeTheirTimeBothWays() {
        SimulatedLinks links = SimulatedLinks.usual().bytesPerSecond(100_000);
        for (double share : new double[] {0, 1}) {
            SimulatedFaults sliced = SimulatedFaults.none().with(SimulatedFault.SLICE, share);
            assertThat(echo(2, links, sliced))
                    .isBetween(Duration.ofMillis(4_000), Duration.ofMillis(4_100));
        }
    }

    @Test
    void aDelayIsOfEachWay() {
        // There and back to connect, and there and back for the echo.
        Duration time = echo(SimulatedLinks.usual().delay(Duration.ofMillis(50)));
        assertThat(time).isBetween(Duration.ofMillis(200), Duration.ofMillis(260));
    }

    @Test
    void aSpreadIsDrawnFromTheSeed() {
        SimulatedLinks links =
                SimulatedLinks.usual().delay(Duration.ofMillis(10), Duration.ofMillis(90));
        Duration first = echo(1, links, SimulatedFaults.none());
        assertThat(first).isBetween(Duration.ofMillis(40), Duration.ofMillis(500));
        assertThat(echo(1, links, SimulatedFaults.none())).isEqualTo(first);
        assertThat(echo(2, links, SimulatedFaults.none())).isNotEqualTo(first);
    }

    @Test
    void whatCannotBeIsRefused() {
        Duration more = Duration.ofMillis(2);
        assertThatThrownBy(() -> SimulatedLinks.usual().delay(more, Duration.ofMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SimulatedLinks.usual().bytesPerSecond(0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Under {@code process}, few who wait for a worker take a descriptor that a worker would need. */
@Timeout(120)
class WaitingForWorkersTest {
    private static final int CLIENTS = 60;
    private static final int WAITING_MAX = 16;

    @RegisterExtension final Rig rig = new Rig(new Place(Model.PROCESS, Place.Net.TCP4));

    @Test
    void mostWaitInTheKernelsQueue() throws Exception {
        Server server = rig.keep(rig.builder().serve(Rig.ECHO));
        for (int i = 0; i < CLIENTS; i++) rig.connect(server);
        Eventually.until("some wait", () -> server.stats().opened() >= WAITING_MAX);
        long accepted = server.stats().opened();
        // All that are served have a child, which stays, as their clients do.
        assertThat(accepted).isLessThanOrEqualTo(WAITING_MAX + Footprint.children().size());
        assertThat(server.drain(Duration.ofMillis(1))).isPositive();
    }
}

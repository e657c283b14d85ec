package io.fairlead.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.testkit.SimulatedClient;
import io.fairlead.testkit.SimulatedNetwork;
import io.fairlead.testkit.junit.Seeds;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A test of datagrams, as the guide shows it. */
class ReadingsTest {
    // region: test
    @Seeds(1_000)
    void aReadingCountsOnce(SimulatedNetwork net) {
        Set<String> readings = new HashSet<>(); // so a second copy changes nothing
        net.serve(
                "udp://gateway:7000",
                Codec.raw(),
                (peer, frame) -> {
                    readings.add(frame.text());
                    peer.send("have " + frame.text());
                });
        SimulatedClient lamp = net.connect("lamp", "udp://gateway:7000", Codec.raw());
        lamp.send("20.5 C");
        net.run(Duration.ofSeconds(45)); // longer than a line is closed
        assertThat(readings).isSubsetOf("20.5 C");
        if (!lamp.isCut()) assertThat(lamp.texts()).isEqualTo(List.of("have 20.5 C"));
    }
    // endregion
}

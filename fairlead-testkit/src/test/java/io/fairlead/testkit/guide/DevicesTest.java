package io.fairlead.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.frame.Codec;
import io.fairlead.testkit.SeedRuns;
import io.fairlead.testkit.SimulatedClient;
import io.fairlead.testkit.SimulatedNetwork;
import io.fairlead.testkit.SimulationFailure;
import io.fairlead.testkit.fault.SimulatedFault;
import io.fairlead.testkit.fault.SimulatedFaults;
import io.fairlead.testkit.junit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The tests of the guide; one fails for the service with the bug, as the guide says. */
class DevicesTest {
    private static final Path GUIDE = Path.of("..", "docs", "examples", "testing", "failure.txt");

    private Supplier<Devices> service = Devices::new;

    // region: test
    @Seeds(1_000)
    void whoCameAgainIsOnline(SimulatedNetwork net) {
        Devices devices = service.get();
        net.serve("tcp://gateway:7000", Codec.lines(), devices);
        SimulatedClient lamp = net.connect("lamp", "tcp://gateway:7000", Codec.lines());
        lamp.send("lamp");
        net.run(Duration.ofSeconds(5));
        lamp.close();
        SimulatedClient again = net.connect("lamp", "tcp://gateway:7000", Codec.lines());
        again.send("lamp");
        net.run(Duration.ofSeconds(5));
        if (again.texts().contains("welcome lamp") && !again.isOver()) {
            assertThat(devices.online).containsKey("lamp");
        }
    }

    // endregion

    // region: checks
    @Seeds(1_000)
    void eachIsWelcomeOnceAndSoon(SimulatedNetwork net) {
        net.serve("tcp://gateway:7000", Codec.lines(), service.get());
        SimulatedClient lamp = net.connect("lamp", "tcp://gateway:7000", Codec.lines());
        lamp.send("lamp");
        lamp.shutdownOutput();
        net.run(Duration.ofMinutes(5));
        lamp.assertReceived(List.of("welcome lamp")); // unless the network cut the connection
        lamp.assertAnsweredWithin(Duration.ofMinutes(2)); // of simulated time
        if (!lamp.isCut()) lamp.assertEnded();
    }

    // endregion

    // region: loop
    void withoutJunit() {
        SeedRuns.run(1_000, this::whoCameAgainIsOnline);
    }

    // endregion

    @Test
    void withoutJunitItRunsToo() {
        withoutJunit();
    }

    @Test
    void theBugIsFoundAmongAllFaults() {
        service = HastyDevices::new;
        assertThatThrownBy(this::withoutJunit).isInstanceOf(SimulationFailure.class);
    }

    @Test
    void theBugIsFoundAndShownAsInTheGuide() throws IOException {
        service = HastyDevices::new;
        // One fault alone: then the drawing stays as it is when others come.
        SimulatedFaults halfOpen = SimulatedFaults.none().with(SimulatedFault.HALF_OPEN, 0.01);
        SeedRuns runs = SeedRuns.of(1_000).faults(halfOpen);
        SeedRuns named = runs.named("DevicesTest#whoCameAgainIsOnline");
        SimulationFailure failure =
                catchThrowableOfType(
                        SimulationFailure.class, () -> named.check(this::whoCameAgainIsOnline));
        assertThat(failure).as("the bug is found").isNotNull();
        String message = failure.getMessage().replace("\n\n\n", "\n\n");
        if (Boolean.getBoolean("fairlead.guide.write")) Files.writeString(GUIDE, message);
        assertThat(shape(message))
                .as("with -Dfairlead.guide.write=true this test writes " + GUIDE)
                .isEqualTo(shape(Files.readString(GUIDE)));
    }

    /** Without numbers, and so without what each change of the simulation moves. */
    private static String shape(String text) {
        return text.replaceAll("z?\\d+(\\.\\d+)?(,(z?\\d+))*", "0").replaceAll("[ \u2500]+", " ");
    }
}

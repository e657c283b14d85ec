package io.fairlead.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker's virtual machine gets of this one's options. */
class WorkerCommandTest {
    private static final List<String> OWN =
            ManagementFactory.getRuntimeMXBean().getInputArguments();

    @ParameterizedTest
    @ValueSource(strings = {"--add-opens=", "--enable-native-access=", "-XX:TieredStopAtLevel="})
    void itGets(String option) {
        List<String> wanted = OWN.stream().filter(one -> one.startsWith(option)).toList();
        assertThat(wanted).as("what the tests are started with").isNotEmpty();
        assertThat(WorkerCommand.of(false).arguments()).containsAll(wanted);
    }

    @Test
    void itCollectsGarbageInItsOwnWay() {
        assertThat(WorkerCommand.of(false).arguments())
                .filteredOn(one -> one.endsWith("GC"))
                .containsExactly("-XX:+UseSerialGC");
    }
}

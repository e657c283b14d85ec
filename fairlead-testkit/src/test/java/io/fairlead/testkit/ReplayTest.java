package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.testkit.fault.SimulatedFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What system properties run: the lines of a failure run it again. */
class ReplayTest {
    private static final int SEEDS = 1_000;

    private final List<Integer> drawn = new ArrayList<>();
    private final SeedRuns runs = SeedRuns.of(SEEDS).faults(SimulatedFaults.none());

    @AfterEach
    void clear() {
        for (String each : List.of("seed", "seeds", "choices", "drawings")) {
            System.clearProperty("fairlead." + each);
        }
    }

    private void test(SimulatedNetwork net) {
        drawn.add(net.random().nextInt(SEEDS));
        assertThat(drawn.getLast()).as("drawn").isLessThan(990);
    }

    private SimulationFailure failure() {
        drawn.clear();
        SimulationFailure failure =
                catchThrowableOfType(SimulationFailure.class, () -> runs.check(this::test));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static void set(String line) {
        Matcher property = Pattern.compile("-D(\\S+)=(\\S+)").matcher(line);
        assertThat(property.find()).isTrue();
        System.setProperty(property.group(1), property.group(2));
    }

    private static String line(SimulationFailure failure, String begin) {
        return failure.getMessage()
                .lines()
                .filter(each -> each.startsWith(begin))
                .findFirst()
                .get();
    }

    @Test
    void theLineOfTheSeedRunsItAlone() {
        SimulationFailure failure = failure();
        int failed = drawn.stream().filter(each -> each >= 990).findFirst().orElseThrow();
        set(line(failure, "replay: "));
        SimulationFailure again = failure();
        assertThat(drawn.getFirst()).isEqualTo(failed);
        assertThat(line(again, "replay: ")).isEqualTo(line(failure, "replay: "));
    }

    @Test
    void theLineOfTheChoicesRunsThemOnce() {
        set(line(failure(), "replay shrunk: "));
        SimulationFailure again = failure();
        assertThat(drawn).containsExactly(990);
        assertThat(again.choices()).containsExactly(990);
        assertThat(line(again, "replay: ")).endsWith("-Dfairlead.choices=990");
    }

    @Test
    void asManySeedsRunAsAreSaid() {
        System.setProperty("fairlead.seeds", "1_234");
        runs.check(net -> drawn.add(net.random().nextInt()));
        assertThat(drawn).hasSize(1_234);
    }

    @Test
    void whatIsNoNumberIsRefused() {
        System.setProperty("fairlead.seed", "first");
        assertThatThrownBy(() -> runs.check(this::test))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fairlead.seed is no number: first");
        assertThatThrownBy(() -> SeedRuns.of(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void drawingsGoWhereTheyAreWanted(@TempDir Path folder) throws IOException {
        System.setProperty("fairlead.drawings", folder.resolve("new").toString());
        SimulationFailure failure =
                catchThrowableOfType(
                        SimulationFailure.class,
                        () -> runs.named("SomeTest#draws").check(this::test));
        Path drawing = folder.resolve("new").resolve("SomeTest.draws.svg");
        assertThat(failure.drawing()).isEqualTo(drawing);
        assertThat(failure.getMessage()).contains("drawn:         " + drawing + "\n");
        assertThat(Files.readString(drawing)).startsWith("<svg");
    }

    @Test
    void aFolderThatCannotBeIsNoFailureOfItsOwn(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        System.setProperty("fairlead.drawings", file.toString());
        assertThat(failure().drawing()).isNull();
    }
}

package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists and help on a terminal of 40 and of 80 columns. */
class NarrowScreenTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "serve --help",
                "connect --help",
                "listen --help",
                "relay --help",
                "chat --help",
                "doctor --help",
                "bench --help",
                "stat --help",
                "explain --help",
                "trace --help",
                "lab --help",
                "learn --help",
                "learn check --help",
                "serve --list",
                "lab",
                "learn --list",
                "explain --list",
                "doctor"
            })
    void everyLineFits(String words) throws Exception {
        for (int columns : new int[] {40, 80}) {
            Run run = new Run();
            run.terminals.add(Shell.Stream.OUT);
            run.environment.put("COLUMNS", Integer.toString(columns));
            run.environment.put("NO_COLOR", "1");
            run.start(words.split(" "));
            assertThat(run.exit()).isZero();
            assertThat(run.out.text()).isNotBlank();
            assertThat(run.out.text().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
        }
    }
}

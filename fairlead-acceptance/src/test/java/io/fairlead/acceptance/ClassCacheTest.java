package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./fairlead} starts with the cache of classes that its build has made. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClassCacheTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    private Outcome run(String javaOptions, String... command) throws Exception {
        return programs.fairlead(command).environment("FAIRLEAD_JAVA_OPTS", javaOptions).run();
    }

    /** The two are compiled and collected differently. With the option Java runs only with it. */
    @ParameterizedTest
    @ValueSource(strings = {"stat", "serve"})
    void itIsOfUse(String command) throws Exception {
        Outcome outcome = run("-XX:AOTMode=on", command, "--help");
        assertThat(outcome.output() + outcome.errors()).startsWith("Usage: fairlead " + command);
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void whereItDoesNotFitNothingIsSaid() throws Exception {
        String unlike = "--add-opens=java.base/java.io=ALL-UNNAMED";
        assertThat(run("-XX:AOTMode=on " + unlike, "--version").exit()).as("unlike").isNotZero();
        Outcome outcome = run(unlike, "--version");
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output()).startsWith("fairlead ");
        assertThat(outcome.exit()).isZero();
    }
}

package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.house.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What who has no JDK 25 is told. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FreshMachineTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fairlead", "check"})
    void withoutAnyJdk(String command) throws Exception {
        Path none = Files.createDirectory(programs.file("none"));
        assertSaid(run(command, none, "")).hasLineCount(1);
        assertSaid(run(command, none, none.toString())).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fairlead", "check"})
    void withAnOlderJdk(String command) throws Exception {
        Path old = programs.file("jdks/jdk-21");
        Path javac = Files.createFile(Files.createDirectories(old.resolve("bin")).resolve("javac"));
        assertThat(javac.toFile().setExecutable(true)).isTrue();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"21.0.7\"\n");
        assertSaid(run(command, programs.file("jdks"), "")).contains("Java 21 in " + old);
        assertSaid(run(command, programs.file("jdks"), old.toString())).contains("Java 21");
    }

    private Outcome run(String command, Path jdks, String javaHome) throws Exception {
        return programs.client(Repository.root().resolve(command).toString())
                .environment("FAIRLEAD_JDK_ROOTS", jdks.toString())
                .environment("JAVA_HOME", javaHome)
                .run();
    }

    private static AbstractStringAssert<?> assertSaid(Outcome outcome) {
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.output()).isEmpty();
        return assertThat(outcome.errors())
                .startsWith("Fairlead needs a JDK 25 or newer: install one (for example Temurin");
    }
}

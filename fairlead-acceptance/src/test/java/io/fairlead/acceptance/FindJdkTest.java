package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.house.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/find-jdk} among folders that look like JDKs. */
class FindJdkTest {
    @TempDir Path temporary;
    private Path jdks = Path.of("");

    record Outcome(int exit, String output, String errors) {}

    @BeforeEach
    void folderWithSpaceInItsName() throws IOException {
        jdks = Files.createDirectory(temporary.resolve("all jdks"));
    }

    @Test
    void oldOnesAreListedAndRefused() throws Exception {
        Path old = jdk("jdk-17", "17.0.15");
        Outcome outcome = findJdk("");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors())
                .startsWith("Fairlead needs a JDK 25 or newer: install one")
                .contains("Java 17 in " + old);
    }

    @Test
    void noneAtAllIsSaid() throws Exception {
        Outcome outcome = findJdk("");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.errors()).contains("Found: none.").hasLineCount(1);
    }

    @Test
    void theOldestThatIsNewEnoughIsChosen() throws Exception {
        jdk("a-26", "26");
        Path chosen = jdk("b-25", "25.0.3");
        jdk("c-21", "21.0.1");
        assertThat(findJdk("")).isEqualTo(new Outcome(0, chosen + "\n", ""));
    }

    @Test
    void javaHomeThatIsTooOldIsPassedOver() throws Exception {
        Path chosen = jdk("jdk-25", "25");
        Path old = jdk("jdk-17", "17.0.15");
        assertThat(findJdk(old.toString())).isEqualTo(new Outcome(0, chosen + "\n", ""));
    }

    @Test
    void javaHomeElsewhereIsUsed() throws Exception {
        Path home = temporary.resolve("elsewhere");
        makeJdk(home, "25");
        assertThat(findJdk(home.toString())).isEqualTo(new Outcome(0, home + "\n", ""));
    }

    @Test
    void runtimeWithoutCompilerIsNoJdk() throws Exception {
        Files.delete(jdk("jre-25", "25").resolve("bin/javac"));
        assertThat(findJdk("").exit()).isEqualTo(2);
    }

    private Path jdk(String name, String version) throws IOException {
        return makeJdk(jdks.resolve(name), version);
    }

    private static Path makeJdk(Path home, String version) throws IOException {
        Path javac = Files.createDirectories(home.resolve("bin")).resolve("javac");
        Files.createFile(javac);
        assertThat(javac.toFile().setExecutable(true)).isTrue();
        String release = "IMPLEMENTOR=\"Any\"\nJAVA_VERSION=\"" + version + "\"\n";
        Files.writeString(home.resolve("release"), release + "JAVA_VERSION_DATE=\"2026-01-01\"\n");
        return home;
    }

    private Outcome findJdk(String javaHome) throws Exception {
        Path errors = temporary.resolve("errors");
        ProcessBuilder builder =
                new ProcessBuilder(Repository.root().resolve("scripts/find-jdk").toString());
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().put("FAIRLEAD_JDK_ROOTS", jdks.toString());
        builder.redirectError(errors.toFile());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output, Files.readString(errors));
    }
}

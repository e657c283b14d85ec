package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.lab.Lab;
import io.fairlead.lab.Labs;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code fairlead lab} in a network of its own, where each lab has the ports and packets it wants.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("NullAway.Init") // by the method that JUnit calls first
class LabTest {
    private static final Programs OF_ALL = new Programs();
    private static Outcome allLabs;
    private static String shown;

    private final Programs programs = new Programs();

    /** All of them by one command: a Java for each would take longer than the labs do. */
    @BeforeAll
    static void runAll() throws Exception {
        Outcome allowed = OF_ALL.client("unshare", "-rn", "true").run();
        assumeTrue(allowed.exit() == 0, "no network of its own here: " + allowed.errors());
        String page = OF_ALL.file("labs.html").toString();
        allLabs = OF_ALL.fairlead("lab", "--all", "--html", page).run();
        shown = Files.readString(allLabs.outputFile(), UTF_8);
    }

    @AfterAll
    static void endAll() throws Exception {
        OF_ALL.end();
    }

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    static List<String> labs() {
        return Labs.ALL.stream().map(Lab::name).toList();
    }

    @ParameterizedTest
    @MethodSource("labs")
    void everyCheckHolds(String lab) {
        List<String> reports = List.of(shown.split("\n\n\n", -1));
        assertThat(reports).filteredOn(report -> report.startsWith(lab + ": ")).hasSize(1);
        assertThat(reports.get(labs().indexOf(lab)))
                .startsWith(lab + ": ")
                .contains("  \u2713 ")
                .doesNotContain("  \u2717 ")
                .doesNotContain("\u001b")
                .containsPattern("\n" + lab + ": \\d+ checks? held(\n|$)");
    }

    @Test
    void aPageOfAllAsksForNothing() throws Exception {
        assertThat(allLabs.exit()).as(allLabs.errors()).isZero();
        assertThat(allLabs.errors().lines())
                .singleElement()
                .asString()
                .startsWith("fairlead: wrote ");
        assertThat(shown).endsWith(" labs: every check held\n");
        assertThat(Files.readString(OF_ALL.file("labs.html"), UTF_8))
                .contains("<svg ")
                .doesNotContain("<script")
                .doesNotContain("src=")
                .doesNotContain("https://");
    }

    @Test
    void jsonIsReadByAnotherLanguage() throws Exception {
        String read =
                """
                "$0" lab handshake --json | python3 -c '
                import json, sys
                lines = [json.loads(line) for line in sys.stdin]
                print(lines[0]["event"], lines[0]["own_network"], lines[-1]["broken"],
                      [p["label"].split("  ")[0] for l in lines if l["event"] == "ladder"
                       for p in l["packets"]])'
                """;
        Outcome outcome = programs.shell(read).run();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output()).isEqualTo("start True 0 ['SYN', 'SYN ACK', 'ACK']\n");
    }

    @Test
    void withoutANetworkOfItsOwnItSaysSo() throws Exception {
        Files.createDirectory(programs.file("bin"));
        Files.writeString(
                programs.file("bin/unshare"), "#!/bin/sh\necho no such luck >&2\nexit 1\n");
        assertThat(programs.file("bin/unshare").toFile().setExecutable(true)).isTrue();
        String path = programs.file("bin") + ":" + System.getenv("PATH");
        Outcome outcome = programs.fairlead("lab", "handshake").environment("PATH", path).run();
        assertThat(outcome.errors())
                .contains(
                        "cannot make a network of its own here (no such luck); running on this"
                                + " machine's");
        assertThat(outcome.exit()).isZero();
    }
}

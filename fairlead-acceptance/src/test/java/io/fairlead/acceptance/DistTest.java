package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.house.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is handed to others, unpacked elsewhere and run with nothing from this checkout. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DistTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void runsWithoutJava() throws Exception {
        Programs.requireInstalled("help2man");
        Path made = Files.createDirectory(programs.file("made"));
        make(made);
        Path moved = Files.createDirectory(programs.file("a place of its own"));
        programs.shell("tar -xzf \"$1\"/fairlead-*.tar.gz -C \"$2\"", made + "", moved + "").run();
        programs.shell("rm -r \"$1\"", made.toString()).run();
        Path home = only(moved);
        assertThat(home.resolve("share/man/man1/fairlead-serve.1"))
                .content()
                .contains("\\-\\-model", "EXIT STATUS", "SEE ALSO", "fairlead-connect (1)");
        assertThat(namesOfPages(home))
                .hasSizeGreaterThan(9)
                .doesNotHaveDuplicates()
                .contains("fairlead serve \\- runs servers, and logs their clients")
                .allMatch(name -> name.matches("fairlead.* .. [A-Za-z].{20,}"));
        assertThat(home.resolve("share/bash-completion/completions/fairlead")).isNotEmptyFile();

        Outcome version = run(home, "--version");
        assertThat(version.errors()).isEmpty();
        assertThat(version.output()).startsWith("fairlead 0.");
        assertThat(version.exit()).isZero();
        Outcome doctor = run(home, "doctor");
        assertThat(doctor.output()).contains("java.lang opened           yes");
        assertThat(serveOnce(home).exit()).isZero();
    }

    /** The line of each manual page that whatis(1) shows. */
    private static List<String> namesOfPages(Path home) throws Exception {
        List<String> names = new ArrayList<>();
        try (Stream<Path> pages = Files.list(home.resolve("share/man/man1"))) {
            for (Path page : pages.toList()) {
                List<String> lines = Files.readAllLines(page);
                names.add(lines.get(lines.indexOf(".SH NAME") + 1));
            }
        }
        return names;
    }

    /** Longer than other programs may take: a Java runtime is linked. */
    private void make(Path folder) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(Programs.fairlead(), "dist", folder.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        Process dist = programs.start(builder);
        assertThat(dist.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(dist.exitValue()).isZero();
    }

    /** The cache of classes is of use: with this option Java refuses to run without it. */
    private Outcome run(Path home, String argument) throws Exception {
        return clean(home, "env FAIRLEAD_JAVA_OPTS=-XX:AOTMode=on \"$0\" " + argument);
    }

    private Outcome serveOnce(Path home) throws Exception {
        Path script = Repository.root().resolve("scripts/serve-once");
        return clean(home, script + " \"$0\"");
    }

    private Outcome clean(Path home, String script) throws Exception {
        String command = home.resolve("bin/fairlead").toString();
        return programs.client("env", "-i", "PATH=/usr/bin:/bin", "bash", "-c", script, command)
                .run();
    }

    private static Path only(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }
}

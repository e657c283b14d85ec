package io.fairlead.cli.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Shell;
import io.fairlead.lab.Experiment;
import io.fairlead.lab.Lab;
import io.fairlead.lab.Network;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of labs of which one says what is not so. */
class LabRunTest {
    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ReportOptions options = new ReportOptions();
    private String typed = "";

    private record Claim(String name, boolean held) implements Lab {
        @Override
        public String summary() {
            return "a claim";
        }

        @Override
        public String expectation() {
            return "A claim. It may hold.";
        }

        @Override
        public void run(Experiment lab) {
            lab.check("it is so", held);
        }
    }

    private ExitCode run(Lab... labs) throws Exception {
        Shell shell =
                new Shell(
                        new ByteArrayInputStream(typed.getBytes(UTF_8)),
                        out,
                        new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                        Set.of(),
                        Map.of(),
                        false,
                        (_, _) -> {},
                        _ -> {});
        return new LabRun(shell, options, Map.of()).run(List.of(labs), Network.shared());
    }

    @Test
    void aClaimThatIsNotSoFails() throws Exception {
        assertThat(run(new Claim("good", true), new Claim("bad", false)))
                .isEqualTo(ExitCode.THRESHOLD);
        assertThat(out.toString(UTF_8)).endsWith("\n2 labs: failed: bad\n");
        assertThat(ExitCode.THRESHOLD.code()).isEqualTo(10);
    }

    @Test
    void eachGetsAPageAndTheIndexARow() throws Exception {
        options.markdown = folder.resolve("pages");
        options.json = true;
        assertThat(run(new Claim("good", true))).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(folder.resolve("pages/good.md"))).startsWith("# Lab: good\n");
        assertThat(Files.readString(folder.resolve("pages/README.md")))
                .contains("| [good](good.md) | a claim |");
        assertThat(out.toString(UTF_8).lines().toList().getLast())
                .isEqualTo(
                        "{\"event\":\"end\",\"lab\":\"good\","
                                + "\"held\":1,\"broken\":0,\"unseen\":0,"
                                + "\"explain\":[]}");
    }

    @Test
    void stepByStepItAsksAndGoesOnWithEnter() throws Exception {
        options.step = true;
        typed = "\nI think so\n";
        assertThat(run(new Asking())).isEqualTo(ExitCode.OK);
        assertThat(out.toString(UTF_8))
                .contains("? Is it so?\n  Your answer? Then Enter: ")
                .endsWith("asking: 1 check held\n");
    }

    @Test
    void stepByStepQEndsIt() throws Exception {
        options.step = true;
        typed = "q\n";
        assertThat(run(new Asking())).isEqualTo(ExitCode.OK);
        assertThat(out.toString(UTF_8)).endsWith("It begins.\n  Enter: ");
    }

    private record Asking() implements Lab {
        @Override
        public String name() {
            return "asking";
        }

        @Override
        public String summary() {
            return "a question";
        }

        @Override
        public String expectation() {
            return "A question. An answer.";
        }

        @Override
        public void run(Experiment lab) {
            lab.say("It begins.");
            lab.ask("Is it so?");
            lab.check("it is so", true);
        }
    }
}

package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.learn.Chapter;
import io.fairlead.learn.Course;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fairlead learn} and {@code learn check}, in this process. */
class LearnTest {
    /** A server of seven lines in Python, for the check. */
    private static final String PYTHON_ECHO =
            """
            import socket, sys, threading
            listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=64)
            def serve(client):
                with client:
                    try:
                        while piece := client.recv(4096): client.sendall(piece)
                    except OSError: pass
            while True: threading.Thread(target=serve, args=(listener.accept()[0],)).start()
            """;

    @TempDir private Path folder;

    @Test
    void theListHasALineForEachChapter() throws Exception {
        Run run = Run.of("learn", "--list");
        assertThat(run.exit()).isZero();
        assertThat(run.out.text().lines()).hasSize(9);
        for (Chapter chapter : Course.load().chapters()) {
            assertThat(run.out.text()).contains(chapter.title());
        }
        assertThat(Run.of("learn").out.text()).isEqualTo(run.out.text());
    }

    @Test
    void withoutATerminalAChapterIsPrintedAsAWhole() throws Exception {
        Run run = Run.of("learn", "servers");
        assertThat(run.exit()).isZero();
        assertThat(run.out.text())
                .startsWith("Chapter 5: One server after another\n")
                .contains("5.1  The loop", "int fd = accept(listener, NULL, NULL);")
                .contains("+         if (fork() == 0) {")
                .contains("fairlead lab iterative-starves")
                .doesNotContain("\u001b", "<table>", "<details>", "<!--");
        assertThat(run.out.text().lines()).noneMatch(line -> line.length() > 132);
    }

    @Test
    void aLearnerGoesOnWhereHeStopped() throws Exception {
        Run first = walk("\n\n\nq\n", "learn", "8");
        assertThat(first.exit()).isZero();
        String shown = first.out.text();
        assertThat(shown).contains("8.1  Each direction by itself", "8.2  RST: the hard end");
        assertThat(shown.indexOf("Question: The client has closed"))
                .isLessThan(shown.indexOf("press Enter for the answer"));
        assertThat(shown.indexOf("CLOSE_WAIT at the server"))
                .isGreaterThan(shown.indexOf("press Enter for the answer"));
        assertThat(shown).contains("Your place is kept");

        Run second = walk("q\n", "learn");
        assertThat(second.out.text())
                .startsWith("Going on where you stopped")
                .contains("8.2  RST: the hard end");
        assertThat(walk("q\n", "learn", "--restart").out.text()).startsWith("Chapter 1: ");
    }

    @Test
    void theEndOfInputLeavesAndADamagedPlaceIsTheBeginning() throws Exception {
        Path place = folder.resolve("fairlead/learn");
        Files.createDirectories(place.getParent());
        Files.writeString(place, "somewhere else");
        Run run = walk("", "learn");
        assertThat(run.exit()).isZero();
        assertThat(run.out.text()).startsWith("Chapter 1: ");
        assertThat(Files.readString(place)).isEqualTo("1 1\n");
    }

    @Test
    void ctrlCLeavesWithItsExitCode() throws Exception {
        PipedInputStream keyboard = new PipedInputStream();
        try (PipedOutputStream open = new PipedOutputStream(keyboard)) {
            Run run = atTerminal().input(keyboard).start("learn", "2");
            run.out.await("press Enter for the answer");
            run.signal("INT");
            assertThat(run.halts.take()).isEqualTo(130);
            open.write('q');
        }
    }

    private Run walk(String typed, String... args) throws Exception {
        Run run = atTerminal().input(typed).start(args);
        int _ = run.exit();
        return run;
    }

    private Run atTerminal() {
        Run run = new Run();
        run.terminals.addAll(EnumSet.of(Shell.Stream.IN, Shell.Stream.OUT));
        run.environment.put("XDG_STATE_HOME", folder.toString());
        run.environment.put("NO_COLOR", "1");
        return run;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "learn 10|there is no chapter \"10\"",
                "learn servres|did you mean servers?",
                "learn check ehco -- x|there is no kind \"ehco\"; did you mean echo?",
                "learn check echo|which program?",
                "learn check|KIND",
                "learn check echo --port 70000 -- x|--port must be from 1 to 65535",
                "learn check echo --patience 0s -- x|--patience must be above 0",
            })
    void aWrongWordIsASentence(String line, String sentence) throws Exception {
        Run run = Run.of(line.split(" ", -1));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err.text()).startsWith("fairlead: ").contains(sentence);
    }

    @Test
    void aProgramThatIsNotThereIsASentence() throws Exception {
        Run run = Run.of("learn", "check", "echo", "--", "/no/such/program");
        assertThat(run.exit()).isEqualTo(6);
        assertThat(run.err.text())
                .startsWith("fairlead: cannot start /no/such/program: No such file");
    }

    @Test
    void aProgramInAnyLanguageIsChecked() throws Exception {
        Path script = folder.resolve("echo.py");
        Files.writeString(script, PYTHON_ECHO);
        assumeThat(hasPython()).as("python3").isTrue();
        Run run = check("--json", "--", "python3", script.toString(), "{port}");
        assertThat(run.exit()).as(run.out.text()).isZero();
        assertThat(run.out.text().lines())
                .allMatch(line -> line.startsWith("{\"event\":\"") && line.endsWith("}"))
                .last()
                .asString()
                .startsWith("{\"event\":\"end\",\"right\":13,\"wrong\":0");
    }

    @Test
    void aFaultHasItsEvidenceAndItsChapter() throws Exception {
        Path script = folder.resolve("echo.py");
        Files.writeString(script, PYTHON_ECHO.replace("client.sendall(piece)", "return"));
        assumeThat(hasPython()).as("python3").isTrue();
        Run run = check("--", "python3", script.toString(), "{port}");
        assertThat(run.exit()).isEqualTo(10);
        assertThat(run.out.text())
                .contains("\u2717 A client that sends one line gets no answer.\n")
                .contains("    sent 6 bytes \"hello\\n\"\n")
                .contains("    see: fairlead learn 1, fairlead lab handshake\n")
                .contains("1 fault; 1 of 2 as they should be");
    }

    private static Run check(String... rest) throws Exception {
        String[] args = new String[rest.length + 4];
        System.arraycopy(new String[] {"learn", "check", "echo", "--patience=4s"}, 0, args, 0, 4);
        System.arraycopy(rest, 0, args, 4, rest.length);
        return Run.of(args);
    }

    private static boolean hasPython() {
        try {
            return new ProcessBuilder("python3", "-c", "pass").start().waitFor() == 0;
        } catch (java.io.IOException | InterruptedException none) {
            return false;
        }
    }
}

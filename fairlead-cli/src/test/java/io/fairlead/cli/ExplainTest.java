package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.explain.Entry;
import io.fairlead.explain.Glossary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code fairlead explain}, and how errors lead to it. */
class ExplainTest {
    @TempDir private Path state;

    private static String explain(String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of("explain"));
        all.addAll(List.of(args));
        Run run = Run.of(all.toArray(String[]::new));
        assertThat(run.exit()).as(run.err.text()).isZero();
        return run.out.text();
    }

    @Test
    void aPageHasNumbersCallsCausesChecksAndALadder() throws Exception {
        assertThat(explain("WSAECONNREFUSED"))
                .startsWith(
                        """
                        ECONNREFUSED: Connection refused
                        Linux 111, macOS 61, Windows 10061 (WSAECONNREFUSED)
                        """)
                .contains("  connect   TCP: the SYN was answered with RST.")
                .contains("  1. The server does not run, or has ended.\n")
                .contains(
                        "  fairlead stat -l\n      the listeners of this machine, with their"
                                + " addresses\n")
                .contains("What to do\n  - Start the server")
                .contains("<-------- RST, ACK --------------- |\n")
                .contains("See also: ETIMEDOUT")
                .doesNotContain("\u001b");
    }

    @Test
    void aNumberOfTwoSystemsHasBoth() throws Exception {
        assertThat(explain("61"))
                .startsWith("61 may mean: ECONNREFUSED on macOS, or ENODATA on Linux.\n")
                .contains("\n\nENODATA: No data available\n");
        assertThat(explain("35")).startsWith("On Linux 35 is EDEADLK, Resource deadlock avoided,");
    }

    @Test
    void severalNamesHaveAPageEach() throws Exception {
        assertThat(explain("half-close,", "TIME_WAIT"))
                .startsWith("half-close, a term\n")
                .contains("\n\nTIME_WAIT, a state of TCP\n");
        assertThat(explain("EPIPE", "after", "ECONNRESET")).startsWith("EPIPE: Broken pipe\n");
    }

    @Test
    void aTextMayBeSeveralWords() throws Exception {
        assertThat(explain("Connection", "reset", "by", "peer")).startsWith("ECONNRESET: ");
        assertThat(explain("close-wait")).startsWith("CLOSE_WAIT, a state of TCP\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "120"})
    void everyPageFits(String columns) throws Exception {
        for (Entry entry : Glossary.load().entries()) {
            Run run = new Run();
            run.environment.put("COLUMNS", columns);
            run.start("explain", entry.name());
            assertThat(run.exit()).isZero();
            assertThat(run.out.text().lines())
                    .as(entry.name())
                    .allSatisfy(line ->
                            assertThat(line).hasSizeLessThanOrEqualTo(Integer.parseInt(columns)));
        }
    }

    @Test
    void theMeaningAtACallComesFirst() throws Exception {
        assertThat(explain("10014 at accept"))
                .contains("\n\nA pointer leads outside of the program's memory")
                .contains("\nAt accept: Linux: addrlen is NULL,");
        assertThat(explain("10014")).doesNotContain("At accept: ");
    }

    @Test
    void anOptionHasItsLevelAndWhatOtherSystemsDo() throws Exception {
        assertThat(explain("so_reuseaddr"))
                .startsWith("SO_REUSEADDR, a socket option\nLinux 2, macOS 4, Windows 4\n\n")
                .contains("\n  level     SOL_SOCKET\n")
                .contains("\n  Windows   means something else there: two sockets")
                .contains("\nWhere you meet it\n  - A server ends and starts again")
                .contains("  fairlead lab time-wait\n");
        assertThat(explain("MSG_PEEK")).startsWith("MSG_PEEK, a flag of recv\n");
    }

    @Test
    void aCallHasItsErrors() throws Exception {
        assertThat(explain("accept"))
                .startsWith("accept, a call\n")
                .contains("\n  EMFILE          No number is free")
                .contains("\n  EINVAL          The socket does not listen;")
                .doesNotContain("\n  EADDRINUSE  ");
    }

    @Test
    void aBeginningOrAKindIsAList() throws Exception {
        assertThat(explain("SHUT_*").lines())
                .hasSize(4)
                .contains(
                        "SHUT_WR                  This side sends no more: FIN goes out after what"
                                + " was sent before.");
        assertThat(explain("signals")).isEqualTo(explain("--list", "signals")).contains("SIGTTIN");
        assertThat(explain("--list", "winsock"))
                .startsWith("winsock                  Linux\n")
                .contains("\nWSAGetLastError          errno\n");
        assertThat(explain("winsock")).startsWith("Winsock, a term\n");
        Run run = Run.of("explain", "--list", "optoins");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err.text()).contains("no list of \"optoins\"; did you mean options?");
    }

    @Test
    void theListHasALineForEach() throws Exception {
        int headings = 2 * Entry.Kind.values().length - 1; // and an empty line between two
        assertThat(explain("--list").lines())
                .hasSize(Glossary.load().entries().size() + headings)
                .contains("ECONNREFUSED              111     61    10061  Connection refused");
        assertThat(explain("--list", "--json").lines()).hasSize(Glossary.load().entries().size());
    }

    @Test
    void jsonIsAnObjectALine() throws Exception {
        assertThat(explain("--json", "61").lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith(
                        "{\"name\":\"ECONNREFUSED\",\"kind\":\"error\",\"codes\":[{\"platform\":"
                                + "\"Linux\",\"number\":111,\"name\":\"ECONNREFUSED\"}")
                .endsWith("}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ECONREFUSED|there is no entry for \"ECONREFUSED\"; did you mean ECONNREFUSED?",
                "ECONN|there is no entry for \"ECONN\"; did you mean ECONNRESET?",
                "conection refused|did you mean Connection refused?",
                "34|34 is ERANGE, Numerical result out of range on Linux, which no socket call"
                        + " returns",
                "SO_RESUEADDR|did you mean SO_REUSEADDR?",
                "nagel|did you mean Nagle?",
                "xyzzy|fairlead explain --list shows all entries",
            })
    void whatIsNotKnownIsASentence(String asked, String sentence) throws Exception {
        Run run = Run.of("explain", asked);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err.text()).startsWith("fairlead: ").contains(sentence);
        assertThat(run.out.text()).isEmpty();
    }

    @Test
    void nothingAskedIsASentence() throws Exception {
        assertThat(Run.of("explain").err.text()).startsWith("fairlead: name what to explain");
    }

    @Test
    void anErrorIsRememberedAndExplained() throws Exception {
        Run failed = refused(false);
        assertThat(failed.err.text()).hasLineCount(1).endsWith("[exit 3, refused]\n");
        Path file = state.resolve("fairlead/last-error");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Run last = new Run();
        last.environment.put("XDG_STATE_HOME", state.toString());
        last.start("explain", "--last");
        assertThat(last.exit()).isZero();
        assertThat(last.out.text()).startsWith("ECONNREFUSED: Connection refused\n");
        assertThat(last.err.text()).startsWith("fairlead: last, connect tcp://127.0.0.1:");
    }

    @Test
    void aPersonIsToldWhereThereIsMore() throws Exception {
        assertThat(refused(true).err.text())
                .endsWith("[exit 3, refused]\nMore: fairlead explain ECONNREFUSED\n");
    }

    private Run refused(boolean terminal) throws Exception {
        int port;
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = once.getLocalPort();
        }
        Run run = new Run();
        run.environment.put("XDG_STATE_HOME", state.toString());
        if (terminal) run.terminals.add(Shell.Stream.ERR);
        run.start("connect", Integer.toString(port));
        assertThat(run.exit()).isEqualTo(3);
        return run;
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNoTrouble() throws Exception {
        Run run = new Run();
        Path file = Files.writeString(state.resolve("file"), "");
        run.environment.put("XDG_STATE_HOME", file.toString());
        run.start("connect", "no.such.host.invalid:7");
        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.err.text()).hasLineCount(1);
        Run last = new Run();
        last.environment.put("XDG_STATE_HOME", file.toString());
        last.start("explain", "--last");
        assertThat(last.exit()).isEqualTo(1);
        assertThat(last.err.text()).contains("there is no last error");
    }

    /** A command of ours that an entry names is one that the command line takes. */
    @Test
    void everyCommandOfOursToCheckIsTaken() {
        Run run = new Run();
        PrintStream err =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Shell shell =
                new Shell(
                        java.io.InputStream.nullInputStream(),
                        run.out,
                        err,
                        run.terminals,
                        run.environment,
                        false,
                        (_, _) -> {},
                        _ -> {});
        CommandLine line = Main.commandLine(shell, new Errors(shell, false));
        for (Entry entry : Glossary.load().entries()) {
            for (Entry.Check check : entry.checks()) {
                String[] words = check.command().split(" ", -1);
                if (!words[0].equals("fairlead")) continue;
                String[] args = List.of(words).subList(1, words.length).toArray(String[]::new);
                CommandLine.ParseResult parsed = line.parseArgs(args);
                assertThat(parsed.hasSubcommand()).as(check.command()).isTrue();
            }
        }
    }
}

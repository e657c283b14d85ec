package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.house.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on terminals of all kinds: what is typed is kept, and what was set is set again. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminalsTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "connect 'ENDPOINT', connected to",
                "chat --name ada 'ENDPOINT', ada #lobby>",
                "listen --keep 0, listening on",
            })
    void ctrlZGivesTheTerminalBackUntilTheCommandGoesOn(String command, String begun)
            throws Exception {
        RunningServer server = programs.serve("chat=0", "--history", "none");
        String endpoint = server.served().getFirst().endpoint();
        try (Terminal terminal = new Terminal(programs)) {
            terminal.start("bash --norc");
            terminal.type(Programs.fairlead() + " " + command.replace("ENDPOINT", endpoint));
            terminal.await(begun);
            terminal.awaitEditor();
            terminal.keys("half a l");
            terminal.await("half a l");
            terminal.key("C-z");
            terminal.await("Stopped");
            terminal.type("stty -a | grep -o '[-]*icanon'; echo back in the she''ll");
            terminal.await("back in the shell");
            assertThat(terminal.lines()).contains("icanon");
            terminal.type("fg");
            Wait.until(() -> terminal.lines().getLast().endsWith("half a l"));
            terminal.awaitEditor();
            terminal.keys("ine");
            terminal.await("half a line");
        }
    }

    @Test
    void aKeyOpensAMenu() throws Exception {
        RunningServer server = programs.serve("upper=0");
        String endpoint = server.served().getFirst().endpoint();
        try (Terminal terminal = new Terminal(programs)) {
            terminal.start("sh"); // the screen would end with the command
            terminal.type(Programs.fairlead() + " connect --no-history --escape " + endpoint);
            terminal.await("^] opens a menu");
            terminal.type("one");
            terminal.await("ONE");
            terminal.keys("half a l");
            terminal.await("half a l");
            terminal.key("C-]");
            terminal.await("fairlead>");
            terminal.type("status");
            terminal.await("sent 4 bytes, received 4 bytes in");
            terminal.type("break");
            Wait.until(() -> terminal.lines().getLast().endsWith("half a l"));
            terminal.key("C-]");
            terminal.type("status");
            terminal.await("sent 6 bytes, received 4 bytes in");
            terminal.type("hex on");
            Wait.until(() -> terminal.lines().getLast().endsWith("half a l"));
            terminal.type("ine");
            terminal.await("48 41 4c 46 20 41 20 4c  49 4e 45"); // HALF A LINE
            terminal.key("C-]");
            terminal.await("fairlead>");
            terminal.type("quit");
            terminal.await("closed from the menu");
        }
    }

    /** A transfer that takes longer than a second says how far it is, and then no more. */
    @ParameterizedTest
    @CsvSource({"connect ENDPOINT < FIFO > /dev/null, sent", "connect ENDPOINT > FILE, received"})
    void aTransferShowsHowFarItIs(String command, String word) throws Exception {
        RunningServer server = programs.serve("chargen=0", "discard=0");
        boolean sends = word.equals("sent");
        String endpoint = server.served().get(sends ? 1 : 0).endpoint();
        String line =
                command.replace("ENDPOINT", endpoint)
                        .replace("FIFO", "/dev/zero")
                        .replace("FILE", "/dev/null");
        try (Terminal terminal = new Terminal(programs)) {
            terminal.start("sh");
            terminal.type(Programs.fairlead() + " " + line);
            terminal.await("iB/s");
            terminal.key("C-c");
            terminal.await("broken off");
            assertThat(String.join("\n", terminal.lines())).doesNotContain("iB/s");
        }
    }

    @Test
    void aTerminalWithoutASizeShowsWhatIsTyped() throws Exception {
        RunningServer server = programs.serve("upper=0");
        Outcome outcome = type("stty rows 0 cols 0;", server, "hello\\r", "HELLO", "\\x04");
        assertThat(outcome.output()).contains("hello", "received 6 bytes");
    }

    @Test
    void aTerminalThatNobodyKnowsIsUsed() throws Exception {
        RunningServer server = programs.serve("upper=0");
        Outcome outcome = type("export TERM=no-such;", server, "hello\\r", "HELLO", "\\x04");
        assertThat(outcome.output())
                .contains("hello", "received 6 bytes")
                .doesNotContain("Exception", "\tat ", "WARN");
    }

    @Test
    void bytesAreSentAsTheyAreTypedInAnyLocale() throws Exception {
        RunningServer server = programs.serve("upper=0");
        Outcome outcome = type("export LC_ALL=C;", server, "w\\u00f6rld\\r", "RLD", "\\x04");
        assertThat(outcome.output()).contains("sent 7 bytes");
    }

    private Outcome type(String before, RunningServer server, String typed, String seen, String end)
            throws Exception {
        String typist =
                Repository.root()
                        .resolve("fairlead-acceptance/src/test/resources/typist.py")
                        .toString();
        String script = before + " exec \"$0\" connect --no-history \"$1\"";
        return programs.client(
                        "python3",
                        typist,
                        "connected to",
                        typed,
                        seen,
                        end,
                        "--",
                        "sh",
                        "-c",
                        script,
                        Programs.fairlead(),
                        server.served().getFirst().endpoint())
                .environment("TERM", "xterm-256color")
                .run();
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace --pcap /dev/null", "lab --list", "stat -l", "explain EPIPE"})
    void whatIsTypedAheadIsForTheShell(String command) throws Exception {
        try (Terminal terminal = new Terminal(programs)) {
            terminal.start("sh");
            terminal.type(
                    "echo be''gun; " + Programs.fairlead() + " " + command + " ; echo en''ded");
            terminal.await("begun");
            terminal.type("echo typed a''head");
            terminal.await("typed ahead");
            assertThat(String.join("\n", terminal.lines())).doesNotContain("[?", "Exception");
        }
    }
}

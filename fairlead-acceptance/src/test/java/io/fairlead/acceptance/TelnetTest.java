package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.house.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Telnet, the program with somebody at a terminal (under expect), and its bytes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TelnetTest {
    private static final String IAC = "\u00ff";

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void linesThatAPersonTypes() throws Exception {
        RunningServer server = programs.serve("upper=0");
        String output =
                expect(
                        server.port(),
                        "icrnl",
                        """
                        send "hello\\r"
                        expect HELLO
                        send "two words\\r"
                        expect "TWO WORDS"
                        """);
        assertThat(output.lines()).contains("HELLO", "TWO WORDS");
        assertThat(server.output().await("closed")).contains("18 bytes in, 16 out");
    }

    @Test
    void charactersThatAPersonTypesEndWithCrNul() throws Exception {
        RunningServer server = programs.serve("greet=0");
        String output =
                expect(
                        server.port(),
                        "-icrnl", // Enter is CR, as on a terminal in raw mode: telnet sends CR NUL
                        """
                        send "Ada\\n"
                        expect "You said: Ada"
                        send "\\x1d"
                        expect "telnet>"
                        send "mode character\\n"
                        send "\\r"
                        expect "You said: "
                        send "Grace\\r"
                        expect "You said: Grace"
                        """);
        assertThat(output).contains("Welcome to server!", "You said: Grace");
        assertThat(server.output().await("greet: Ada")).endsWith("greet: Ada");
        // Before it may stand the commands that telnet sends when its mode changes.
        assertThat(server.output().await("Grace")).contains("greet: ").endsWith("Grace");
    }

    private String expect(int port, String terminal, String conversation) throws Exception {
        Programs.requireInstalled("telnet");
        String script =
                """
                set timeout 20
                set stty_init %s
                spawn telnet 127.0.0.1 %d
                expect_before timeout { exit 3 } eof { exit 4 }
                expect "Escape character"
                expect "\\n"
                %s
                expect "\\n"
                send "\\x1d"
                expect "telnet>"
                send "quit\\n"
                expect "Connection closed"
                """
                        .formatted(terminal, port, conversation);
        Outcome outcome = programs.client("expect", "-").input(script).run();
        assertThat(outcome.exit()).as(outcome.output() + outcome.errors()).isZero();
        return outcome.output();
    }

    @Test
    void everyWayToEndALine() throws Exception {
        RunningServer server = programs.serve("upper=0");
        Outcome outcome = programs.nc(server.port()).input("a\r\nb\r\0c\nd\re\r\0\r\nend").run();
        assertThat(outcome.output()).isEqualTo("A\nB\nC\nD\rE\n\nEND\n");
    }

    @Test
    void linesCutIntoBytesAreTheSame() throws Exception {
        RunningServer server = programs.serve("upper=0");
        // socat writes each byte by itself: -b1, and without Nagle's algorithm
        String address = "TCP:127.0.0.1:" + server.port() + ",nodelay";
        Outcome outcome =
                programs.client("socat", "-b1", "-t5", "-", address)
                        .input("a\r\nb\r\0c\nd\re\r\0\r\nend")
                        .run();
        assertThat(outcome.output()).isEqualTo("A\nB\nC\nD\rE\n\nEND\n");
    }

    @Test
    void commandsOfTelnetStayOffTheScreen() throws Exception {
        String shown = shownOnTerminal();
        assertThat(shown).contains("log\\x1b[31min: \\x07").doesNotContain(IAC);
        assertThat(shown).doesNotContain("\u001b[31m", "\u0007");
    }

    @Test
    void commandsOfTelnetStayInAPipe() throws Exception {
        String prompt = IAC + "\u00fb\u0001login: ";
        TestPeer peer = TestPeer.sending(programs, prompt.getBytes(ISO_8859_1));
        assertThat(programs.fairlead("connect", peer.address()).run().output()).isEqualTo(prompt);
        TestPeer other = TestPeer.sending(programs, prompt.getBytes(ISO_8859_1));
        Outcome text = programs.fairlead("connect", "--text", other.address()).run();
        assertThat(text.output()).isEqualTo("login: \n");
    }

    /** What a screen gets of a prompt with telnet commands, a colour and a bell in it. */
    private String shownOnTerminal() throws Exception {
        String prompt = IAC + "\u00fb\u0001log" + IAC + "\u00fd\u0018\u001b[31min: \u0007\r\n";
        TestPeer peer = TestPeer.sending(programs, prompt.getBytes(ISO_8859_1));
        String terminal =
                Repository.root()
                        .resolve("fairlead-acceptance/src/test/resources/terminal.py")
                        .toString();
        Outcome outcome =
                programs.client(
                                "python3",
                                terminal,
                                Programs.fairlead(),
                                "connect",
                                "--wait",
                                "100ms",
                                peer.address())
                        .run();
        assertThat(outcome.errors()).isEmpty();
        return outcome.output();
    }
}

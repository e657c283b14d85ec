package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code fairlead chat} in a pipe, with {@code fairlead serve chat}. */
class ChatTest {
    private final Run server = new Run();
    private String port = "";

    @BeforeEach
    void serve() throws Exception {
        port = "" + server.start("serve", "chat=0", "--history", "none").port();
    }

    @AfterEach
    void stop() throws Exception {
        server.signal("TERM");
        assertThat(server.exit()).isZero();
    }

    private Run chat(String input, String... options) throws Exception {
        Run chat = new Run().input(input).start(arguments(options));
        int _ = chat.exit();
        return chat;
    }

    private String[] arguments(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "chat";
        arguments[1] = port;
        System.arraycopy(options, 0, arguments, 2, options.length);
        return arguments;
    }

    @Test
    void answersAreLinesOutAndTheRestIsDiagnostics() throws Exception {
        Run chat = chat("one\n\n/me waves\n/history\n/who\n", "--name", "ada", "-q");
        assertThat(chat.err.text()).isEmpty();
        assertThat(chat.out.text().lines().map(line -> line.replaceFirst("\\[.*Z] ", "")))
                .containsExactly(
                        "<ada> one", "* ada waves", "= that was all of 2", "= in #lobby: @ada");
        assertThat(chat.exit()).isZero();
    }

    @Test
    void messagesOfOthersAreLinesOutUntilTheInputEnds() throws Exception {
        PipedOutputStream typing = new PipedOutputStream();
        Run ada = new Run().input(new PipedInputStream(typing));
        ada.start(arguments("--name", "ada", "--room", "tea"));
        ada.err.await("you are in #tea as ada");
        Run bob = chat("hello \u001b[31m\n", "--name", "bob", "--room", "#tea");
        assertThat(bob.exit()).isZero();
        assertThat(ada.out.await("hello.*").group()).isEqualTo("hello \\x1b[31m");
        ada.err.await("\\*\\*\\* bob is gone");
        typing.close();
        assertThat(ada.exit()).isZero();
        assertThat(ada.out.text()).isEqualTo("<bob> hello \\x1b[31m\n");
    }

    @Test
    void aRefusalIsAFailure() throws Exception {
        Run name = chat("hello\n", "--name", "admin");
        assertThat(name.err.text()).contains("the name admin is kept for the server", "[exit 1");
        assertThat(name.exit()).isEqualTo(1);
        Run line = chat("/msg nobody hello\n");
        assertThat(line.err.text()).contains("! ", "the server refused something");
        assertThat(line.exit()).isEqualTo(1);
    }

    @Test
    void aLostServerIsAFailure() throws Exception {
        try (PipedOutputStream typing = new PipedOutputStream()) {
            Run ada = new Run().input(new PipedInputStream(typing)).start(arguments());
            ada.err.await("you are in #lobby as guest");
            server.signal("TERM");
            assertThat(ada.exit()).isEqualTo(1);
            assertThat(ada.err.text()).contains("tcp://127.0.0.1:" + port, "[exit 1, failed]");
        }
    }

    @Test
    void ctrlCLeavesPolitely() throws Exception {
        PipedOutputStream typing = new PipedOutputStream();
        Run bob = new Run().input(new PipedInputStream(typing)).start(arguments());
        bob.err.await("you are in #lobby as guest");
        try (PipedOutputStream silence = new PipedOutputStream()) {
            Run ada = new Run().input(new PipedInputStream(silence));
            ada.start(arguments("--name", "ada"));
            ada.err.await("you are in #lobby as ada");
            ada.signal("INT");
            assertThat(ada.exit()).isEqualTo(130);
        }
        bob.err.await("\\*\\*\\* ada is gone \\(quit\\)");
        typing.close();
        assertThat(bob.exit()).isZero();
    }

    @Test
    void theFirstLinesSayTheLimitsOfTheChat() throws Exception {
        Run run = new Run();
        run.start(
                "serve",
                "chat=0",
                "chat=udp://:0",
                "irc=0",
                "upper=0",
                "--history",
                "none",
                "--line-rate",
                "7");
        run.out.await("Ctrl-C finishes");
        assertThat(run.out.text())
                .contains(
                        """
                        Limits of chat: 10000 connections, 7d idle, lines of 4 KiB, \
                        1 MiB to be sent.
                        Limits of chat over UDP: 10000 sources, 10m idle.
                        Limits of irc: 10000 connections, 7d idle, lines of 16 KiB, \
                        1 MiB to be sent.
                        Limits of upper: 10000 connections, 10m idle, lines of 64 KiB, \
                        1 MiB to be sent.
                        Limits of a member: 35 lines at once, then 7 a second; \
                        32 connections from one other machine.
                        """);
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        assertThat(Run.of("serve", "chat=0", "--history", "none", "--line-rate", "0").exit())
                .isEqualTo(2);
    }

    @Test
    void whatCannotBeIsUsage() throws Exception {
        assertThat(Run.of("chat", "udp://127.0.0.1:7100").exit()).isEqualTo(2);
        assertThat(Run.of("chat", "--name", "a b").exit()).isEqualTo(2);
        assertThat(Run.of("chat", "--unread-after", "soon").exit()).isEqualTo(2);
    }
}

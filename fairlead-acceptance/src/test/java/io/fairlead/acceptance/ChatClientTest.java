package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code fairlead chat} on a terminal, beside a person on nc. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChatClientTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    private RunningServer serve(int port) throws Exception {
        return programs.serve("chat=" + port, "--history", programs.file("chat.db").toString());
    }

    /** The client on a terminal, which shows in the end how it ended. */
    private Terminal ada(int port, String options) throws Exception {
        Programs.requireInstalled("tmux");
        Terminal terminal = new Terminal(programs);
        terminal.start(
                "%s chat --name ada %s %d; echo exit $?; cat"
                        .formatted(Programs.fairlead(), options, port));
        terminal.await(" as ada");
        terminal.awaitEditor(); // which shows again what was typed before
        return terminal;
    }

    private Program grace(int port) throws Exception {
        Program nc = programs.nc(port).start();
        nc.output().await("You are ");
        nc.type("/nick grace\n");
        nc.output().await("is now grace");
        return nc;
    }

    @Test
    void theLineThatIsTypedStaysWhole() throws Exception {
        int port = serve(0).port("chat");
        Program grace = grace(port);
        try (Terminal ada = ada(port, "--unread-after 0ms")) {
            ada.keys("half a li");
            ada.await("ada #lobby> half a li");
            grace.type("hello \u6797\n\u001b[31mred\nmore\n");
            ada.await("<grace> more");
            assertThat(ada.lines())
                    .containsSequence(
                            "<grace> hello \u6797", "<grace> \\x1b[31mred", "<grace> more")
                    .last()
                    .isEqualTo("ada #lobby> half a li");
            assertThat(ada.lines())
                    .filteredOn(line -> line.contains("\u2014 new \u2014"))
                    .hasSize(1);
            assertThat(ada.colors()).contains("<\u001b[38;5;");
            ada.type("ne");
            grace.output().await("<ada> half a line");
            ada.await("<ada> half a line");
            ada.keys("gr");
            ada.key("Tab");
            ada.type("tea?");
            grace.output().await("<ada> grace: tea?");
            ada.type("/join tea");
            ada.await("ada #tea>");
            ada.type("/quit until tomorrow");
            grace.output().await("*** ada is gone (until tomorrow)");
            ada.await("exit 0");
        }
    }

    @Test
    void ctrlCLeavesPolitely() throws Exception {
        int port = serve(0).port("chat");
        Program grace = grace(port);
        try (Terminal ada = ada(port, "")) {
            ada.keys("never sent");
            ada.key("C-c");
            ada.await("exit 130");
        }
        grace.output().await("*** ada is gone (quit)");
        assertThat(grace.output().soFar()).noneMatch(line -> line.contains("never sent"));
    }

    @Test
    void ctrlDLeavesToo() throws Exception {
        int port = serve(0).port("chat");
        Program grace = grace(port);
        try (Terminal ada = ada(port, "")) {
            ada.key("C-d");
            ada.await("exit 0");
        }
        grace.output().await("*** ada is gone (quit)");
    }

    @Test
    void comesBackToTheSameNameAndRoom() throws Exception {
        RunningServer server = serve(0);
        int port = server.port("chat");
        try (Terminal ada = ada(port, "--room tea")) {
            ada.type("before");
            ada.await("<ada> before");
            server.program().signal("KILL");
            ada.await("reconnecting");
            ada.type("typed meanwhile");
            ada.await("will be sent when you are in: typed meanwhile");
            serve(port);
            ada.await("back in #tea as ada");
            ada.await("<ada> typed meanwhile");
            Program grace = grace(port);
            grace.type("/join tea\n/history\n");
            grace.output().await("<ada> before");
            grace.output().await("<ada> typed meanwhile");
        }
    }

    @Test
    void whatComesGoesToANamedPipe() throws Exception {
        int port = serve(0).port("chat");
        Program grace = grace(port);
        Path pipe = programs.file("room");
        try (Terminal ada = ada(port, "--fifo " + pipe)) {
            grace.type("nobody reads this yet\n");
            ada.type("typed here");
            grace.output().await("<ada> typed here");
            Program window = programs.client("cat", pipe.toString()).start();
            window.output().await("<grace> nobody reads this yet");
            window.output().await("<ada> typed here");
            window.signal("KILL");
            window.awaitExit();
            grace.type("nor this\n");
            ada.type("still alive");
            grace.output().await("<ada> still alive");
            assertThat(ada.lines()).noneMatch(line -> line.contains("<grace>"));
            Program second = programs.client("cat", pipe.toString()).start();
            second.output().await("<grace> nor this");
            ada.key("C-d");
            ada.await("exit 0");
            assertThat(second.awaitExit()).isZero();
            assertThat(Files.exists(pipe)).isFalse();
        }
    }

    @Test
    void noColorIsHonoured() throws Exception {
        int port = serve(0).port("chat");
        Program grace = grace(port);
        try (Terminal ada = new Terminal(programs)) {
            ada.start("NO_COLOR=1 %s chat --name ada %d".formatted(Programs.fairlead(), port));
            ada.await(" as ada");
            grace.type("hello\n");
            ada.await("<grace> hello");
            assertThat(ada.colors()).contains("<grace> hello").doesNotContain("\u001b[3");
        }
    }

    @Test
    void aPipeIsAFilter() throws Exception {
        int port = serve(0).port("chat");
        Program grace = grace(port);
        Outcome outcome =
                programs.fairlead("chat", "" + port, "--name", "build")
                        .input("the build is green\n/history\n")
                        .run();
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
        assertThat(outcome.output())
                .endsWith("] <build> the build is green\n= that was all of 1\n");
        assertThat(outcome.output()).doesNotContain("\u001b");
        grace.output().await("<build> the build is green");
        grace.output().await("*** build is gone (quit)");
    }
}

package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code fairlead serve chat}, with the clients that people have. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChatTest {
    /** WeeChat spaces out what is typed; its newer versions have another word for that. */
    private static final String AT_ONCE =
            "/set irc.server_default.anti_flood_prio_high 0;"
                    + "/set irc.server_default.anti_flood 0";

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    private RunningServer serve() throws Exception {
        return serve(programs.file("chat.db").toString());
    }

    private RunningServer serve(String history) throws Exception {
        return programs.serve("chat=0", "irc=0", "chat=udp://127.0.0.1:0", "--history", history);
    }

    /** A person on nc, called {@code name}. */
    private Program nc(RunningServer server, String name) throws Exception {
        Program nc = programs.nc(server.port("chat")).start();
        nc.output().await("You are ");
        nc.type("/nick " + name + "\n");
        nc.output().await("is now " + name);
        return nc;
    }

    @Test
    void ncAndIrssiTalkInOneRoom() throws Exception {
        Programs.requireInstalled("irssi");
        RunningServer server = serve();
        Program ada = nc(server, "ada");
        try (Terminal irssi = new Terminal(programs)) {
            irssi.start(
                    "irssi --home=%s -c 127.0.0.1 -p %d -n grace"
                            .formatted(programs.file("irssi"), server.port("irc")));
            irssi.await("Welcome to the chat");
            irssi.type("/set cmd_queue_speed 10msec"); // it spaces out what is typed
            irssi.type("/join #lobby");
            ada.output().await("*** grace has come in");
            ada.type("hello from nc \u6797\n");
            irssi.await("ada> hello from nc \u6797");
            irssi.type("hello from irssi");
            ada.output().await("<grace> hello from irssi");
            irssi.type("/me waves");
            ada.output().await("* grace waves");
            irssi.type("/topic tea at four");
            irssi.type("/names");
            irssi.await("Total of 2 nicks");
            irssi.type("/msg ada psst");
            ada.output().await("<grace -> ada> psst");
            ada.type("\u001b]0;owned\u0007\n");
            irssi.await("\\x1b]0;owned\\x07");
            irssi.type("/quit so long");
            ada.output().await("*** grace is gone (so long)");
        }
    }

    @Test
    void weechatToo() throws Exception {
        Programs.requireInstalled("weechat");
        RunningServer server = serve();
        Program ada = nc(server, "ada");
        try (Terminal weechat = new Terminal(programs)) {
            weechat.start(
                    "weechat --dir %s -r '%s' irc://wilma@127.0.0.1:%d/#lobby"
                            .formatted(programs.file("weechat"), AT_ONCE, server.port("irc")));
            ada.output().await("*** wilma has come in");
            weechat.await("#lobby: 2 nicks");
            weechat.type("hello from weechat");
            ada.output().await("<wilma> hello from weechat");
            ada.type("hello from nc \u6797\n");
            weechat.await("ada | hello from nc \u6797");
            weechat.type("/me waves");
            ada.output().await("* wilma waves");
            ada.type("\u001b]0;owned\u0007\n");
            weechat.await("\\x1b]0;owned\\x07");
            weechat.type("/topic tea at four");
            ada.output().await("*** wilma has set the topic: tea at four");
            weechat.type("/msg ada psst");
            ada.output().await("<wilma -> ada> psst");
            weechat.type("/nick wanda");
            ada.output().await("*** wilma is now wanda");
            weechat.type("/who #lobby");
            weechat.type("/quit so long");
            ada.output().await("*** wanda is gone (so long)");
        }
    }

    @Test
    void sicAndTelnetToo() throws Exception {
        RunningServer server = serve();
        Program ada = nc(server, "ada");
        Program sic =
                programs.client(
                                "sic",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                "" + server.port("irc"),
                                "-n",
                                "sid")
                        .start();
        sic.output().await("End of the message of the day");
        sic.type(":j #lobby\n");
        ada.output().await("*** sid has come in");
        sic.type("hello from sic\n");
        ada.output().await("<sid> hello from sic");
        ada.type("hello from nc\n");
        sic.output().await("hello from nc");
        String script =
                """
                set timeout 30
                spawn telnet 127.0.0.1 %d
                expect_before timeout { exit 3 } eof { exit 4 }
                expect "You are guest"
                send "hello from telnet\\r"
                expect -re "."
                send "/quit\\r"
                expect "Connection closed"
                """
                        .formatted(server.port("chat"));
        Outcome telnet = programs.client("expect", "-").input(script).run();
        assertThat(telnet.exit()).as(telnet.output() + telnet.errors()).isZero();
        ada.output().await("> hello from telnet");
        sic.output().await("hello from telnet");
    }

    @Test
    void iiToo() throws Exception {
        RunningServer server = serve();
        Program ada = nc(server, "ada");
        String folder = programs.file("ii").toString();
        programs.client(
                        "ii",
                        "-s",
                        "127.0.0.1",
                        "-p",
                        "" + server.port("irc"),
                        "-n",
                        "ivy",
                        "-i",
                        folder)
                .start();
        var in = programs.file("ii/127.0.0.1/in");
        Wait.until(() -> Files.exists(in));
        var out = programs.file("ii/127.0.0.1/out");
        Wait.until(() -> Files.exists(out) && Files.readString(out).contains("message of the day"));
        programs.shell("echo '/j #lobby' > \"$1\"", in.toString()).run();
        ada.output().await("*** ivy has come in");
        var room = programs.file("ii/127.0.0.1/#lobby/in");
        Wait.until(() -> Files.exists(room));
        programs.shell("echo 'hello from ii' > \"$1\"", room.toString()).run();
        ada.output().await("<ivy> hello from ii");
        ada.type("hello from nc\n");
        var heard = programs.file("ii/127.0.0.1/#lobby/out");
        Wait.until(() -> Files.readString(heard).contains("<ada> hello from nc"));
    }

    @Test
    void socatOverUdp() throws Exception {
        RunningServer server = serve();
        Program ada = nc(server, "ada");
        Program udp =
                programs.client("socat", "-", "UDP:127.0.0.1:" + server.port("chat", "udp"))
                        .start();
        udp.type("hello from udp\n");
        ada.output().await("<guest> hello from udp");
        ada.type("hello from nc\n");
        udp.output().await("<ada> hello from nc");
    }

    @Test
    void whatWasAcknowledgedSurvivesKill() throws Exception {
        RunningServer server = serve();
        Program ada = nc(server, "ada");
        ada.type("/echo on\n");
        StringBuilder burst = new StringBuilder();
        for (int i = 0; i < 60; i++) burst.append("message ").append(i).append(" end\n");
        ada.type(burst.toString());
        ada.output().await("> message 25 end");
        server.program().signal("KILL");
        server.program().awaitExit();
        ada.endInput();
        List<String> acknowledged = new ArrayList<>();
        for (String line : ada.output().awaitEnd()) {
            if (line.startsWith("<ada> message ")) acknowledged.add(line);
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(26);
        RunningServer again = serve();
        Program bob = nc(again, "bob");
        bob.type("/history 500\n");
        bob.output().await("= that was all of");
        List<String> kept =
                bob.output().soFar().stream()
                        .filter(line -> line.contains("<ada> message"))
                        .map(line -> line.substring(line.indexOf('<')))
                        .toList();
        assertThat(kept).startsWith(acknowledged.toArray(String[]::new));
    }

    @Test
    void aFullDiskIsToldAndTheTalkGoesOn() throws Exception {
        Path disk = Files.createDirectory(programs.file("disk"));
        int mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        assumeTrue(mounted == 0, "a tmpfs can be mounted by root alone");
        try {
            RunningServer server = serve(disk.resolve("chat.db").toString());
            Program ada = nc(server, "ada");
            Program bob = nc(server, "bob");
            Path filler = disk.resolve("filler");
            fill(filler);
            for (int i = 0; i < 20; i++) ada.type("x".repeat(400) + "\n");
            bob.output().await("The history cannot be written now (");
            ada.type("still here\n");
            bob.output().await("<ada> still here");
            Files.delete(filler);
            ada.type("and again\n");
            bob.output().await("The history is written again");
            assertThat(server.stop()).isZero();
        } finally {
            assertThat(run("umount", "--lazy", disk.toString())).isZero();
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Writes until nothing fits any more. */
    private static void fill(Path file) throws Exception {
        byte[] page = new byte[4096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) out.write(page);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    @Test
    void theFirstLinesSayHowToJoin() throws Exception {
        RunningServer server = serve();
        assertThat(server.served())
                .extracting(RunningServer.Served::tryIt)
                .containsExactly(
                        "nc 127.0.0.1 " + server.port("chat"),
                        "irssi -c 127.0.0.1 -p " + server.port("irc"),
                        "socat - UDP:127.0.0.1:" + server.port("chat", "udp"));
        Outcome second =
                programs.fairlead(
                                "serve", "chat=0", "--history", programs.file("chat.db").toString())
                        .run();
        assertThat(second.errors()).contains("another server has this history").contains("or none");
        assertThat(second.exit()).isEqualTo(1);
        assertThat(server.stop()).isZero();
    }
}

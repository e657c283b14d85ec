package io.fairlead.exec.command;

import static io.fairlead.exec.command.CommandRig.ask;
import static io.fairlead.exec.command.CommandRig.descriptors;
import static io.fairlead.exec.command.CommandRig.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.exec.Caller;
import io.fairlead.exec.Wait;
import io.fairlead.server.Server;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands, and callers, that behave badly; the rig looks afterwards for what they left. */
@Timeout(120)
class BadCommandsTest {
    @RegisterExtension final CommandRig rig = new CommandRig();

    @Test
    void aGibibyteOfOutputIsCutAndTheCommandKilled() throws Exception {
        Server server =
                rig.serve(
                        """
                        limits: {output-kib: 64}
                        commands:
                          flood: {program: /usr/bin/head, arguments: [-c, "1073741824", /dev/zero]}
                        """);
        assertThat(ask(server, "flood\n")).endsWith("\nend limit output 65536\n");
        assertThat(rig.audits.take().bytes()).isEqualTo(65_536);
    }

    @Test
    void whatHangsForksLeavesAndIgnoresSignalsIsKilledWhole() throws Exception {
        String sleep =
                "(trap '' TERM; setsid sleep %s) & setsid setsid sleep %s & "
                        .formatted(rig.word, rig.word);
        Server server =
                rig.serve(
                        "limits: {seconds: 1}\ncommands:\n"
                                + script(
                                        "hang",
                                        sleep + "trap '' TERM; exec >&- 2>&-; sleep " + rig.word));
        assertThat(ask(server, "hang\n")).endsWith("end limit time 1s\n");
        Wait.untilGone(rig.word);
    }

    @Test
    void aDaemonEndsWithItsCommand() throws Exception {
        Server server =
                rig.serve(
                        "commands:\n"
                                + script("daemon", "setsid sleep " + rig.word + " & echo up"));
        assertThat(ask(server, "daemon\n")).isEqualTo("out up\nend exit 0\n");
        Wait.untilGone(rig.word);
    }

    @Test
    void whatReadsForEverHasNothingToRead() throws Exception {
        Server server = rig.serve("commands: {cat: {program: /bin/cat}}");
        assertThat(ask(server, "cat\n")).isEqualTo("end exit 0\n");
    }

    @Test
    void memoryIsLimited() throws Exception {
        Server server =
                rig.serve(
                        """
                        limits: {memory-mib: 64}
                        commands:
                          hog: {program: /usr/bin/head, arguments: [-c, "1", "/dev/zero"]}
                          big:
                            program: /usr/bin/dd
                            arguments: [if=/dev/zero, of=/dev/null, bs=256M, count=1]
                        """);
        assertThat(ask(server, "hog\n")).endsWith("end exit 0\n");
        assertThat(ask(server, "big\n")).contains("memory exhausted").endsWith("end exit 1\n");
    }

    @Test
    void aForkBombStaysSmall() throws Exception {
        assumeTrue(CommandRig.isRoot(), "processes of the user who runs the test would count, too");
        Server server =
                rig.serve(
                        "limits: {processes: 16, seconds: 20}\ncommands:\n"
                                + script(
                                        "bomb",
                                        "for i in `seq 64`; do sleep "
                                                + rig.word
                                                + " & echo $i; done"));
        String answer = ask(server, "bomb\n");
        assertThat(answer).contains("out 8\n", "Cannot fork").doesNotContain("out 17\n");
        assertThat(answer).endsWith("end exit 2\n");
        Wait.untilGone(rig.word);
    }

    @Test
    void whoLeavesTakesTheCommandAlong() throws Exception {
        Server server =
                rig.serve(
                        "limits: {seconds: 1000}\ncommands:\n"
                                + script(
                                        "hang",
                                        "setsid sleep "
                                                + rig.word
                                                + " & echo up; sleep "
                                                + rig.word));
        try (Caller caller = new Caller(server.endpoint())) {
            assertThat(caller.send("hang\n").readLine()).isEqualTo("out up\n");
            Wait.until("the sleep runs", () -> Wait.isRunning(rig.word));
        }
        Wait.untilGone(rig.word);
        assertThat(rig.audits.take().end()).isEqualTo("left");
    }

    @Test
    void whoHasHalfClosedAndLeavesIsNoticed() throws Exception {
        Server server =
                rig.serve(
                        "limits: {seconds: 1000}\ncommands:\n"
                                + script("hang", "sleep " + rig.word));
        try (Caller caller = new Caller(server.endpoint())) {
            caller.send("hang\n").endOutput();
            Wait.until("the command runs", () -> Wait.isRunning(rig.word));
        }
        Wait.untilGone(rig.word);
    }

    @Test
    void whoDoesNotReadStallsHisOwnCommandAlone() throws Exception {
        Server server =
                rig.serve(
                        """
                        limits: {output-kib: 1000000, seconds: 1000}
                        commands:
                          yes: {program: /usr/bin/yes}
                          echo: {program: /bin/echo, arguments: [hi]}
                        """);
        try (Caller silent = new Caller(server.endpoint())) {
            silent.send("yes\n");
            Wait.until("much is sent", () -> server.stats().bytesSent() > 100_000);
            assertThat(ask(server, "echo\n")).isEqualTo("out hi\nend exit 0\n");
        }
    }

    @Test
    void moreAtOnceThanAllowedIsToldSo() throws Exception {
        Server server =
                rig.serve(
                        "limits: {seconds: 1000, at-once: 1}\ncommands:\n"
                                + script("hang", "echo up; sleep " + rig.word));
        try (Caller first = new Caller(server.endpoint())) {
            assertThat(first.send("hang\n").readLine()).isEqualTo("out up\n");
            assertThat(ask(server, "hang\n")).startsWith("end refused busy: 1 of it run already");
        }
        Wait.untilGone(rig.word);
        Wait.until(
                "the place is free",
                () -> rig.audits.stream().anyMatch(a -> a.end().equals("left")));
        try (Caller next = new Caller(server.endpoint())) {
            assertThat(next.send("hang\n").readLine()).isEqualTo("out up\n");
        }
    }

    @Test
    void aThousandClientsGetAnAnswerEach() throws Exception {
        Server server = rig.serve("limits: {at-once: 2}\ncommands: {true: {program: /bin/true}}");
        assertThat(ask(server, "true\n")).isEqualTo("end exit 0\n"); // what is opened once is open
        List<String> before = descriptors();
        List<String> answers = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            List<Caller> callers = new ArrayList<>();
            for (int i = 0; i < 100; i++) callers.add(new Caller(server.endpoint()));
            for (Caller caller : callers) caller.send("true\n").endOutput();
            for (Caller caller : callers) {
                try (caller) {
                    answers.add(caller.readAll());
                }
            }
        }
        assertThat(answers)
                .hasSize(1_000)
                .allMatch(one -> one.matches("(?s)(run\n)*end (exit 0|refused busy: .*)\n"))
                .contains("end exit 0\n");
        Wait.until("all have gone", () -> server.stats().open() == 0);
        Wait.until("descriptors are back", () -> descriptors().size() <= before.size());
    }
}

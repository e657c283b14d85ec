package io.fairlead.exec.command;

import static io.fairlead.exec.command.CommandRig.ask;
import static io.fairlead.exec.command.CommandRig.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.exec.Caller;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands over a Unix-domain socket: what is answered, and to whom. */
@Timeout(120)
class CommandServiceTest {
    @RegisterExtension final CommandRig rig = new CommandRig();

    // ---- what is answered ----

    @ParameterizedTest
    @EnumSource(
            value = Model.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PROCESS", "PREFORK"})
    void outputErrorAndStatusArePartedUnderEveryModel(Model model) throws Exception {
        Server server =
                rig.serve(
                        model,
                        "commands:\n" + script("both", "echo a; printf b; echo c >&2; exit 7"));
        assertThat(ask(server, "both\nboth\n").lines())
                .containsExactlyInAnyOrder(
                        "out a",
                        "err c",
                        "out+b",
                        "end exit 7",
                        "out a",
                        "err c",
                        "out+b",
                        "end exit 7")
                .endsWith("end exit 7");
    }

    @Test
    void aSignalIsNoStatus() throws Exception {
        Server server =
                rig.serve(
                        """
                        commands:
                          exits: {program: /bin/sh, arguments: [-c, exit 139]}
                          dies:
                            program: /usr/bin/python3
                            arguments: [-c, import ctypes; ctypes.string_at(0)]
                        """);
        assertThat(ask(server, "exits\ndies\n")).isEqualTo("end exit 139\nend signal 11\n");
        Audit audit = rig.audits.take();
        assertThat(audit.command()).isEqualTo("exits");
        assertThat(audit.end()).isEqualTo("exit 139");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(id)",
                "`id`",
                ";id",
                "|id",
                "&&id",
                "*",
                "~",
                "$HOME",
                ">x",
                "'",
                "\"",
                "\\",
                "a\u0001b",
                "{text}",
                "%s"
            })
    void whatAShellWouldTakeApartIsPlainText(String text) throws Exception {
        Server server =
                rig.serve(
                        """
                        commands:
                          echo:
                            program: /bin/echo
                            arguments: ["{text}"]
                            parameters: {text: {type: text, pattern: ".*"}}
                        """);
        assertThat(ask(server, "echo " + text + "\n")).isEqualTo("out " + text + "\nend exit 0\n");
        assertThat(rig.audits.take().line()).doesNotContain("\u0001");
    }

    @Test
    void whatIsNotAllowedIsNotRun() throws Exception {
        Server server =
                rig.serve(
                        """
                        commands:
                          ping:
                            program: /bin/echo
                            arguments: ["{host}", "{count}"]
                            parameters:
                              host: {type: host}
                              count: {type: integer, from: 1, to: 5, default: 1}
                        """);
        assertThat(ask(server, "ping example.org\n")).isEqualTo("out example.org 1\nend exit 0\n");
        for (String line :
                List.of(
                        "ping -f",
                        "ping a;b",
                        "ping a..b",
                        "ping x 6",
                        "ping x 01",
                        "ping x 1 1",
                        "ping",
                        "",
                        "/bin/sh",
                        "pin x",
                        "ping 300.1.1.1",
                        "ping -",
                        "ping x -1")) {
            assertThat(ask(server, line + "\n")).as(line).startsWith("end refused ");
        }
        assertThat(ask(server, "pnig x\n")).contains("did you mean ping?");
        assertThat(ask(server, "x".repeat(5_000) + "\n")).startsWith("end refused ");
        assertThat(rig.audits.take().argv()).isEqualTo("\"/bin/echo\" \"example.org\" \"1\"");
        assertThat(rig.audits).hasSize(15).allMatch(audit -> audit.argv().isEmpty());
    }

    /** Refused before it takes a place: four of them, and nobody else would have had one. */
    @Test
    void aNulOrWhatIsNotUtf8IsRefusedAndTakesNoPlace() throws Exception {
        Server server =
                rig.serve(
                        """
                        limits: {at-once: 1}
                        commands:
                          echo:
                            program: /bin/echo
                            arguments: ["{text}"]
                            parameters: {text: {type: text, pattern: "(?s).*"}}
                        """);
        assertThat(ask(server, "echo a\0b\n")).startsWith("end refused text: \"a\\x00b\" is not");
        try (Caller caller = new Caller(server.endpoint())) {
            caller.sendSome(new byte[] {'e', 'c', 'h', 'o', ' ', (byte) 0xFF, '\n'});
            assertThat(caller.ask("")).isEqualTo("end refused the line is not UTF-8\n");
        }
        assertThat(ask(server, "echo a\n")).isEqualTo("out a\nend exit 0\n");
    }

    @Test
    void theEnvironmentIsFixed() throws Exception {
        Server server = rig.serve("commands: {env: {program: /usr/bin/env, environment: {A: b}}}");
        assertThat(ask(server, "env\n").lines())
                .contains("out A=b", "out HOME=/")
                .noneMatch(line -> line.contains("USER="));
    }

    // ---- who may call ----

    @Test
    void whoComesThroughAProxyIsNobodyOfThisMachine() throws Exception {
        Server server = rig.serveProxied("commands: {true: {program: /bin/true}}");
        for (String who : new String[] {"UNKNOWN", "TCP4 127.0.0.1 127.0.0.1 4711 7"}) {
            assertThat(ask(server, "PROXY " + who + "\r\ntrue\n"))
                    .matches("end refused you may not call; .*\n");
        }
    }

    @Test
    void aUserWhoIsNotNamedIsRefused() throws Exception {
        Server server = rig.serve("users: [daemon]\ncommands: {true: {program: /bin/true}}");
        assertThat(ask(server, "true\n")).matches("end refused \\S+ may not call; .*\n");
        assertThat(rig.audits.take().end()).startsWith("refused");
    }

    @Test
    void commandsRunAsRootForNobody() {
        assertThatThrownBy(() -> Account.of("root")).hasMessageContaining("this is root");
        assertThatThrownBy(() -> Account.of("no-such-user")).hasMessageContaining("no such user");
    }
}

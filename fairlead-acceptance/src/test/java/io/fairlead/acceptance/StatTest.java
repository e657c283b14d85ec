package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.house.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code fairlead stat} beside ss(8), and as it is used. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StatTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void everyStateIsToldAsSsTellsIt() throws Exception {
        Programs.requireInstalled("ss");
        String alone = "unshare -rn true 2> /dev/null && ip link help 2>&1 | grep -q Usage";
        assumeTrue(programs.shell(alone).run().exit() == 0, "no network namespace to be had");
        String beside =
                Repository.root()
                        .resolve("fairlead-acceptance/src/test/resources/stat_beside_ss.py")
                        .toString();
        String inside = "'ip link set lo up; exec python3 \"$0\" \"$1\"'";
        String script = "exec unshare -rn sh -c " + inside + " \"$1\" \"$0\"";
        Outcome outcome = programs.shell(script, beside).run();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output().lines())
                .containsExactly(
                        "tcp CLOSE_WAIT",
                        "tcp CLOSING",
                        "tcp ESTABLISHED",
                        "tcp FIN_WAIT1",
                        "tcp FIN_WAIT2",
                        "tcp LAST_ACK",
                        "tcp LISTEN",
                        "tcp SYN_RECV",
                        "tcp SYN_SENT",
                        "tcp TIME_WAIT",
                        "udp ESTABLISHED",
                        "udp UNCONNECTED",
                        "unix ESTABLISHED",
                        "unix LISTEN",
                        "unix UNCONNECTED");
    }

    @Test
    void aServerOfOursIsFoundByItsPort() throws Exception {
        RunningServer server = programs.serve("echo=0");
        String port = Integer.toString(server.port());
        Outcome outcome = programs.fairlead("stat", port).run();
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
        assertThat(outcome.output())
                .startsWith("Listening\n  tcp   127.0.0.1:" + port)
                .contains("java (pid " + server.pid() + ")")
                .doesNotContain("\u001b");
    }

    @Test
    void anotherUsersOwnerIsNotVisible() throws Exception {
        boolean isRoot = programs.client("id", "-u").run().output().equals("0\n");
        assumeTrue(isRoot, "only root can become someone else");
        Programs.requireInstalled("setpriv");
        RunningServer server = programs.serve("echo=0");
        String script =
                "exec setpriv --reuid 65534 --regid 65534 --clear-groups \"$0\" stat \"$1\"";
        Outcome outcome = programs.shell(script, Integer.toString(server.port())).run();
        assertThat(outcome.output()).contains("owner not visible without root");
    }

    @Test
    void jsonIsReadByAnotherLanguage() throws Exception {
        RunningServer server = programs.serve("echo=0");
        String read =
                """
                "$0" stat --json -l "$1" | python3 -c '
                import json, sys
                lines = [json.loads(line) for line in sys.stdin]
                print([line["event"] for line in lines], lines[1]["owners"][0]["command"])'
                """;
        Outcome outcome = programs.shell(read, Integer.toString(server.port())).run();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output()).isEqualTo("['start', 'socket', 'end'] java\n");
    }
}

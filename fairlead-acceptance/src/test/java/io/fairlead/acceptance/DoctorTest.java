package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.house.Repository;
import io.fairlead.server.Model;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code fairlead doctor} on this machine, and on this machine with less. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DoctorTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void everyModelIsTold() throws Exception {
        Outcome outcome = programs.fairlead("doctor").run();
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
        assertThat(outcome.errors()).isEmpty();
        for (Model model : Model.values()) {
            assertThat(outcome.output())
                    .containsPattern("(?m)^  " + model.word() + " +(runs|-> \\w+) +\\S");
        }
        assertThat(outcome.output()).contains("  epoll  ").doesNotContain("\u001b");
    }

    @Test
    void jsonIsReadByAnotherLanguage() throws Exception {
        String read =
                """
                "$0" doctor --json | python3 -c '
                import json, sys
                d = json.load(sys.stdin)
                print([f["works"] for f in d["facilities"] if f["name"] == "native calls"],
                      [m["used"] for m in d["models"] if m["model"] == "selector"],
                      d["machine"]["processors"] > 0, len(d["limits"]) > 5)'
                """;
        Outcome outcome = programs.shell(read).run();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output()).isEqualTo("[True] ['selector'] True True\n");
    }

    @Test
    void aSeccompFilterIsNamed() throws Exception {
        assumeTrue(System.getProperty("os.arch", "").equals("amd64"), "numbers of x86-64");
        Outcome outcome = refused("425"); // io_uring_setup
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
        assertThat(outcome.output())
                .containsPattern("(?m)^  io_uring +no +io_uring_setup: EPERM, the container's sec")
                .containsPattern("(?m)^  io_uring multishot recv +no +io_uring_setup: EPERM")
                .containsPattern("(?m)^  epoll +yes ");
        Outcome without = refused("291"); // epoll_create1, which the JDK's selectors need, too
        assertThat(without.exit()).as(without.errors()).isZero();
        assertThat(without.output())
                .containsPattern("(?m)^  epoll +no +epoll_create1: EPERM, Operation not permitted$")
                .containsPattern("(?m)^  SO_REUSEPORT +yes ");
    }

    private Outcome refused(String call) throws Exception {
        String refuse =
                Repository.root()
                        .resolve("fairlead-acceptance/src/test/resources/refuse.py")
                        .toString();
        return programs.client("python3", refuse, call, Programs.fairlead(), "doctor").run();
    }

    @Test
    void fewOpenFilesAreLow() throws Exception {
        Outcome outcome = programs.shell("ulimit -n 64; exec \"$0\" doctor").run();
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
        assertThat(outcome.output())
                .containsPattern("(?m)^  open files +64 \\(low\\) ")
                .contains(
                        "open files: enough for about 0 connections at a time; as root: ulimit -n"
                                + " 65536");
    }
}

package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lab.Lab;
import io.fairlead.lab.LabParameter;
import io.fairlead.lab.Labs;
import org.junit.jupiter.api.Test;

/** {@code fairlead lab}, in this process, on loopback. */
class LabTest {
    @Test
    void aloneItIsTheList() throws Exception {
        Run run = Run.of("lab");
        assertThat(run.exit()).isZero();
        assertThat(run.out.text().lines()).hasSize(Labs.ALL.size());
        for (Lab lab : Labs.ALL) assertThat(run.out.text()).contains(lab.summary());
        assertThat(Run.of("lab", "--list").out.text()).isEqualTo(run.out.text());
    }

    @Test
    void anotherNameIsAskedFor() throws Exception {
        Run run = Run.of("lab", "handshaek");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err.text())
                .startsWith("fairlead: there is no lab \"handshaek\"; did you mean handshake?");
    }

    @Test
    void aLabIsShownAndItsChecksHold() throws Exception {
        Run run = Run.of("lab", "--shared", "handshake");
        assertThat(run.exit()).as(run.out.text()).isZero();
        assertThat(run.err.text()).isEmpty();
        assertThat(run.out.text())
                .startsWith("handshake: ")
                .contains("  server: listen(listener, 5) = 0\n")
                .doesNotContain("\u001b");
    }

    @Test
    void aNumberIsGivenToTheLab() throws Exception {
        Run run = Run.of("lab", "--shared", "backlog", "--backlog", "3");
        assertThat(run.exit()).as(run.out.text()).isZero();
        assertThat(run.out.text()).contains("server: listen(listener, 3) = 0");
        Run tooMany = Run.of("lab", "backlog", "--backlog", "1000");
        assertThat(tooMany.exit()).isEqualTo(2);
        assertThat(tooMany.err.text()).contains("--backlog is from 1 to 50 here, not 1000");
        assertThat(Run.of("lab", "close", "--backlog", "3").err.text())
                .contains("the lab close has no --backlog; these have: backlog, syn-queue");
    }

    @Test
    void eachParameterOfALabHasAnOption() throws Exception {
        String help = Run.of("lab", "--help").out.text();
        for (Lab lab : Labs.ALL) {
            for (LabParameter parameter : lab.parameters()) {
                assertThat(help).contains("--" + parameter.name() + "=N");
                assertThat(help.replaceAll("\\s+", " "))
                        .contains("%s (%d)".formatted(lab.name(), parameter.usual()));
            }
        }
    }

    @Test
    void stepByStepTheAnswerComesAfterTheQuestion() throws Exception {
        Lab lab = Labs.named("udp-truncation").orElseThrow();
        Run run = new Run().input("\n".repeat(100));
        run.start("lab", "--shared", "udp-truncation", "--step", "--recv-bytes", "3");
        assertThat(run.exit()).as(run.out.text()).isZero();
        String shown = run.out.text().replaceAll("\\s+", " ");
        int question = shown.indexOf("Your answer? Then Enter:");
        assertThat(shown.indexOf(lab.expectation())).isGreaterThan(question);
        assertThat(shown.indexOf("server: recv(receiver, 3, 0) = 3 \"hel\""))
                .isGreaterThan(question);
    }
}

package io.fairlead.cli.talk.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Text that arrives in pieces, above the line that a person is typing. */
class WholeLinesTest {
    private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();

    @Test
    void aLineInPiecesIsShownInOne() {
        try (WholeLines lines = new WholeLines(shown::add)) {
            lines.print("one\ntw");
            lines.print("o\n");

            assertThat(shown).containsExactly("one\n", "two\n");
        }
    }

    @Test
    void aPromptIsShownAfterAMoment() throws Exception {
        try (WholeLines lines = new WholeLines(shown::add)) {
            lines.print("login: ");

            assertThat(shown.poll(60, TimeUnit.SECONDS)).isEqualTo("login: ");
        }
    }

    @Test
    void theEndShowsWhatWaits() {
        try (WholeLines lines = new WholeLines(shown::add)) {
            lines.print("bye");
        }
        assertThat(shown).containsExactly("bye");
    }
}
